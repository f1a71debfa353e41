/**
 * Finds images whose labels are doubtful: {@link dev.sextant.worker.image.clean.ImageFeatures} of a frozen network come in,
 * suspects go out.
 *
 * <p>{@link dev.sextant.worker.image.clean.OutOfFoldProbabilities} asks about each image a classifier that did not learn from it, {@link
 * dev.sextant.worker.image.clean.NearDuplicates} looks for images that are almost the same, and {@link
 * dev.sextant.worker.image.clean.Review} says which of them somebody should look at.
 */
package dev.sextant.worker.image.clean;
