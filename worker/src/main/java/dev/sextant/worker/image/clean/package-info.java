/**
 * Data cleaning: the {@link dev.sextant.worker.image.clean.ImageFeatures} of a study's images come in, images that a
 * person should check go out.
 *
 * <p>{@link dev.sextant.worker.image.clean.Review} is the entry point. {@link
 * dev.sextant.worker.image.clean.OutOfFoldProbabilities} finds labels that are probably wrong, {@link
 * dev.sextant.worker.image.clean.NearDuplicates} images that are almost the same.
 */
package dev.sextant.worker.image.clean;
