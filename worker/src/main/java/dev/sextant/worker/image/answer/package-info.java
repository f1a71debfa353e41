/**
 * What a trained classifier says of images, and what that is worth: {@link dev.sextant.worker.image.answer.SavedClassifier}
 * reads a checkpoint and gives {@link dev.sextant.worker.image.answer.Answers}; {@link
 * dev.sextant.worker.image.answer.Evaluation}, {@link dev.sextant.worker.image.answer.Confusion}, {@link
 * dev.sextant.worker.image.answer.Ensemble} and {@link dev.sextant.worker.image.answer.Comparison} make of them what people
 * ask.
 */
package dev.sextant.worker.image.answer;
