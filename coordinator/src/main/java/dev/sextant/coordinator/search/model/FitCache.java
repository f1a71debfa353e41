package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Fits hyperparameters and keeps the latest fits, so that the same data are fitted once. Not thread-safe. */
final class FitCache {
    private static final int CAPACITY = 4;

    private final Deque<Fit> latest = new ArrayDeque<>();

    private record Fit(Observations data, Hyperparameters hyperparameters) {}

    /**
     * The hyperparameters that fit a model's data; of large data a part is used.
     *
     * @param observations makes the observations of any part of the data
     * @param trials number of trials of the study: with many, fewer points are fitted
     * @param seed selects the part
     */
    Hyperparameters fit(
            Embedding embedding,
            ModelData data,
            Function<ModelData, Observations> observations,
            int trials,
            long seed) {
        Observations part = observations.apply(data.atMost(ModelLimits.fitPoints(trials), seed));
        for (Fit fit : latest) {
            if (fit.data().equals(part)) {
                return fit.hyperparameters();
            }
        }
        Hyperparameters fitted =
                GaussianProcess.fit(embedding, part, LengthScalePrior.DEFAULT, ModelLimits.FIT_EVALUATIONS);
        latest.addFirst(new Fit(part, fitted));
        if (latest.size() > CAPACITY) {
            latest.removeLast();
        }
        return fitted;
    }
}
