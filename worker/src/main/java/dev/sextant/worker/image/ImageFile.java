package dev.sextant.worker.image;

/**
 * One file in a class folder; whether it is an image is not known yet.
 *
 * @param path relative to the data folder, with slashes, e.g. {@code coat/017.png}
 * @param label the index of its class
 * @param bytes its length
 * @param modified its time stamp, milliseconds since 1970
 */
record ImageFile(String path, int label, long bytes, long modified) {}
