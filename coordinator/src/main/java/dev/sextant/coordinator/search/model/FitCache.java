package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * Remembers the latest fits, so that asking twice with the same data fits once. What it answers is a function of its
 * arguments alone. Not safe for use by several threads.
 */
final class FitCache {
    private static final int MOST = 4;

    private final Deque<Fit> latest = new ArrayDeque<>();

    private record Fit(Observations data, Hyperparameters hyperparameters) {}

    /**
     * The hyperparameters that fit what a model learns from, or as much of it as there is time to fit to.
     *
     * @param observed of any part of the data
     * @param trials of the study: of many, less is fitted to
     */
    Hyperparameters fit(
            Embedding embedding, ModelData data, Function<ModelData, Observations> observed, int trials, long seed) {
        Observations some = observed.apply(data.atMost(ModelLimits.pointsOfAFit(trials), seed));
        for (Fit fit : latest) {
            if (fit.data().equals(some)) {
                return fit.hyperparameters();
            }
        }
        Hyperparameters fitted =
                GaussianProcess.fit(embedding, some, LengthScalePrior.USUAL, ModelLimits.EVALUATIONS_OF_A_FIT);
        latest.addFirst(new Fit(some, fitted));
        if (latest.size() > MOST) {
            latest.removeLast();
        }
        return fitted;
    }
}
