/**
 * Networks in files: zips in the format of Deeplearning4j's ModelSerializer, written so that the same network gives the
 * same bytes, and read within bounds. Nothing in a file is deserialized as a Java object, and nothing is allocated
 * because a file says so: the configuration must need it and the file must hold it.
 */
package dev.sextant.worker.image.saved;
