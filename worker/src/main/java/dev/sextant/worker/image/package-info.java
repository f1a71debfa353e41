/**
 * The {@code image-classifier} trainer: folders of images in, a Deeplearning4j classifier out.
 *
 * <p>The way of an image: {@link dev.sextant.worker.image.ImageFolder} lists it, {@link
 * dev.sextant.worker.image.ImageDecoder} turns it into bytes of one size, {@link dev.sextant.worker.image.PixelStore} keeps
 * these for all trials of this process, {@link dev.sextant.worker.image.FeatureStore} turns them into features when there
 * is a frozen backbone, {@link dev.sextant.worker.image.ValidationSplit} says who learns and who is asked, and {@link
 * dev.sextant.worker.image.ImageClassifierTrainer} trains and measures.
 */
package dev.sextant.worker.image;
