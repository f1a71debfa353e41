/**
 * The {@code image-classifier} trainer: folders of images in, a Deeplearning4j classifier out. {@link
 * dev.sextant.worker.image.ImageClassifierFactory} is what the rest of the worker sees of it.
 *
 * <p>The rooms, each of which knows only those before it:
 *
 * <ol>
 *   <li>{@link dev.sextant.worker.image.read}: an image file becomes bytes
 *   <li>{@link dev.sextant.worker.image.data}: which files there are, and what each is for
 *   <li>{@link dev.sextant.worker.image.augment} and {@link dev.sextant.worker.image.input}: bytes become what networks are fed
 *   <li>{@link dev.sextant.worker.image.keras} and {@link dev.sextant.worker.image.backbone}: pretrained networks
 *   <li>{@link dev.sextant.worker.image.feature}: what their frozen parts make of images
 *   <li>{@link dev.sextant.worker.image.optimize}, {@link dev.sextant.worker.image.layer} and {@link
 *       dev.sextant.worker.image.head}: how weights move, and what is computed otherwise than Deeplearning4j does
 *   <li>{@link dev.sextant.worker.image.train}: the training of a trial
 *   <li>{@link dev.sextant.worker.image.inference}, {@link dev.sextant.worker.image.refit} and {@link
 *       dev.sextant.worker.image.clean}: after the training
 * </ol>
 */
package dev.sextant.worker.image;
