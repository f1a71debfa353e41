/**
 * Data augmentation: random changes of images, drawn again in each epoch.
 *
 * <p>The input is the bytes of a decoded image and a stream of random numbers that depends only on the seed of the
 * trial, the epoch and the image. The output is the changed image, as samples of 0 to 255. {@link
 * dev.sextant.worker.image.augment.AugmentationSettings} define the ranges, {@link
 * dev.sextant.worker.image.augment.Augmenter} changes one image, {@link dev.sextant.worker.image.augment.BatchMixing}
 * mixes the images of a batch, and {@link dev.sextant.worker.image.augment.TestTimeAugmentation} computes views for
 * prediction. Independent of files, networks and threads.
 */
package dev.sextant.worker.image.augment;
