/**
 * The head: dense layers from features to classes, trained in plain Java. {@link dev.sextant.worker.image.head.HeadSettings}
 * says what it looks like, {@link dev.sextant.worker.image.head.Head} computes, its {@code Stage}s are what it is made of. Nothing
 * here knows images or files.
 */
package dev.sextant.worker.image.head;
