/**
 * Images made different each time they are trained on.
 *
 * <p>In come the bytes of a decoded image and a stream of random numbers that depends on the trial's seed, the epoch and the
 * image alone; out comes the same image turned, moved, coloured and erased, as samples of 0 to 255. {@link
 * dev.sextant.worker.image.augment.AugmentationSettings} says which ranges a trial draws from, {@link
 * dev.sextant.worker.image.augment.Augmenter} makes one image, {@link dev.sextant.worker.image.augment.BatchMixing} mixes
 * the images of a batch. Nothing here knows files, networks or threads.
 */
package dev.sextant.worker.image.augment;
