/**
 * The {@code image-classifier} trainer: folders of images in, a Deeplearning4j classifier out. The rest of the worker
 * uses it through {@link dev.sextant.worker.image.ImageClassifierFactory}.
 *
 * <p>Each package depends only on those before it:
 *
 * <ol>
 *   <li>{@link dev.sextant.worker.image.read}: decodes an image file to bytes
 *   <li>{@link dev.sextant.worker.image.data}: lists the files and splits them into training, validation and test
 *       images
 *   <li>{@link dev.sextant.worker.image.mode}: conditions on which settings matter
 *   <li>{@link dev.sextant.worker.image.augment} and {@link dev.sextant.worker.image.input}: turn bytes into
 *       batches of network inputs
 *   <li>{@link dev.sextant.worker.image.saved}: writes networks to files and reads them
 *   <li>{@link dev.sextant.worker.image.keras} and {@link dev.sextant.worker.image.backbone}: pretrained networks
 *   <li>{@link dev.sextant.worker.image.feature}: computes and caches the activations of their frozen parts
 *   <li>{@link dev.sextant.worker.image.optimize}, {@link dev.sextant.worker.image.layer} and {@link
 *       dev.sextant.worker.image.head}: optimizers, and layers that Deeplearning4j lacks or computes slowly
 *   <li>{@link dev.sextant.worker.image.train}: trains a trial
 *   <li>{@link dev.sextant.worker.image.inference}, {@link dev.sextant.worker.image.refit} and {@link
 *       dev.sextant.worker.image.clean}: predict, retrain on all images, and find mislabeled ones
 * </ol>
 */
package dev.sextant.worker.image;
