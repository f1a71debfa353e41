package dev.sextant.coordinator.model;

import dev.sextant.worker.image.inference.McNemarTest;
import java.util.Optional;

/**
 * A model beside others that were evaluated on the same images.
 *
 * @param oneView the same model without test-time augmentation; empty if the model is evaluated without it
 * @param baseline the baseline of the study; empty if there is no other model of a baseline
 */
public record ComparedModel(EvaluatedModel model, Optional<OneView> oneView, Optional<EvaluatedModel> baseline) {
    /**
     * A model without test-time augmentation beside the same model with it.
     *
     * @param views number of views with test-time augmentation
     * @param model the model on the unchanged images alone
     * @param accuracyGain accuracy with test-time augmentation minus accuracy without
     * @param standardError standard error of that difference
     */
    public record OneView(int views, EvaluatedModel model, double accuracyGain, double standardError) {
        static OneView of(EvaluatedModel withViews, int views, EvaluatedModel model) {
            return new OneView(
                    views,
                    model,
                    withViews.evaluation().accuracy() - model.evaluation().accuracy(),
                    McNemarTest.of(withViews.predictions(), model.predictions())
                            .standardError(model.evaluation().images()));
        }
    }
}
