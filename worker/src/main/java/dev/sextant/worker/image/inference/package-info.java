/**
 * What a trained classifier says of images, and what that is worth: {@link dev.sextant.worker.image.inference.SavedClassifier}
 * reads a checkpoint and gives {@link dev.sextant.worker.image.inference.Predictions}; {@link
 * dev.sextant.worker.image.inference.Evaluation}, {@link dev.sextant.worker.image.inference.Confusion}, {@link
 * dev.sextant.worker.image.inference.Ensemble} and {@link dev.sextant.worker.image.inference.Comparison} make of them what people
 * ask.
 */
package dev.sextant.worker.image.inference;
