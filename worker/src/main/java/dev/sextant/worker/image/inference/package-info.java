/**
 * Inference and evaluation: a checkpoint and images come in, predictions and their quality go out.
 *
 * <p>{@link dev.sextant.worker.image.inference.SavedClassifier} reads a checkpoint and computes {@link
 * dev.sextant.worker.image.inference.Predictions}. {@link dev.sextant.worker.image.inference.Evaluation} measures them,
 * {@link dev.sextant.worker.image.inference.Confusion} lists the errors, {@link
 * dev.sextant.worker.image.inference.Ensemble} combines several models, and {@link
 * dev.sextant.worker.image.inference.McNemarTest} compares two.
 */
package dev.sextant.worker.image.inference;
