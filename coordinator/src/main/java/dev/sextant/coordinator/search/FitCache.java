package dev.sextant.coordinator.search;

import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthPrior;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Function;

/**
 * Remembers the latest fits, so that asking twice with the same data fits once. What it answers is a function of its
 * arguments alone. Not safe for use by several threads.
 */
final class FitCache {
    private static final int MOST = 4;

    private final Deque<Fit> latest = new ArrayDeque<>();

    private static final class Fit {
        final double[][] x;
        final double[] y;
        final Hyperparameters hyperparameters;

        Fit(double[][] x, double[] y, Hyperparameters hyperparameters) {
            this.x = x;
            this.y = y;
            this.hyperparameters = hyperparameters;
        }

        boolean isOf(double[][] otherX, double[] otherY) {
            return Arrays.equals(y, otherY) && Arrays.deepEquals(x, otherX);
        }
    }

    /**
     * The hyperparameters that fit what a model learns from, or as much of it as there is time to fit to.
     *
     * @param features [n][F] of any part of the data
     * @param trials of the study: of many, less is fitted to
     */
    Hyperparameters fit(
            Embedding embedding, ModelData data, Function<ModelData, double[][]> features, int trials, long seed) {
        ModelData some = data.atMost(ModelLimits.pointsOfAFit(trials), seed);
        double[][] x = features.apply(some);
        double[] y = some.targets();
        for (Fit fit : latest) {
            if (fit.isOf(x, y)) {
                return fit.hyperparameters;
            }
        }
        Hyperparameters fitted =
                GaussianProcess.fit(embedding, x, y, LengthPrior.USUAL, ModelLimits.EVALUATIONS_OF_A_FIT);
        latest.addFirst(new Fit(x, y, fitted));
        if (latest.size() > MOST) {
            latest.removeLast();
        }
        return fitted;
    }
}
