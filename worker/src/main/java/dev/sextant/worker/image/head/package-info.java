/**
 * The head: dense layers from features to classes, trained in plain Java. {@link
 * dev.sextant.worker.image.head.HeadSettings} describe it, {@link dev.sextant.worker.image.head.Head} computes it as
 * a sequence of {@code Stage}s. Independent of images and files.
 */
package dev.sextant.worker.image.head;
