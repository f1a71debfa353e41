package dev.sextant.coordinator.model;

import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.Predictions;

/**
 * A model and its predictions of labeled images.
 *
 * @param trial number of the trial whose configuration was trained
 * @param epoch epoch whose weights the model has; of a refit, the number of epochs trained
 * @param name for people, e.g. {@code trial 12 after epoch 7}
 * @param refit whether it is a refit instead of the trial's own model
 */
public record EvaluatedModel(
        int trial, int epoch, String name, boolean refit, Predictions predictions, Evaluation evaluation) {
    /** Returns whether both models were evaluated on the same images. */
    public boolean hasSameImages(EvaluatedModel other) {
        return predictions.fingerprint().equals(other.predictions.fingerprint());
    }
}
