package dev.sextant.coordinator.search.forecast;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.model.TrialPoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Features of gains for a kernel. A gain from epoch a to epoch b has the features of the trial's configuration, τ_a and τ_b
 * with τ = ln(1 + t) / ln(1 + T), and the quantile of the trial's value after epoch a among all values. Not thread-safe.
 *
 * @param points follow the study
 * @param top T, the epochs of the top rung
 */
public record GainFeatures(TrialPoints points, ValueScale scale, int top) {
    /** Names of the additional axes; no parameter of a study can have them. */
    private static final List<String> ADDITIONAL = List.of("epoch from", "epoch to", "position from");

    Embedding embedding() {
        List<Parameter> axes = new ArrayList<>(points.embedding().space().parameters());
        for (String name : ADDITIONAL) {
            axes.add(new ContinuousParameter(name, 0, 1, Scale.LINEAR, Optional.empty()));
        }
        return new Embedding(new SearchSpace(axes));
    }

    /**
     * The features of a gain.
     *
     * @param row row of the trial
     * @param from a
     * @param value value of the trial after epoch a
     * @param to b
     * @return [F + 3]
     */
    double[] of(int row, int from, double value, int to) {
        double[] configuration = points.features(row);
        double[] features = Arrays.copyOf(configuration, configuration.length + ADDITIONAL.size());
        features[configuration.length] = time(from);
        features[configuration.length + 1] = time(to);
        features[configuration.length + 2] = scale.quantileOf(value);
        return features;
    }

    /** √(τ_b − τ_a): the standard deviation of a gain grows with it, as that of a random walk does. */
    double spread(int from, int to) {
        return Math.sqrt(time(to) - time(from));
    }

    /** τ. */
    private double time(int epoch) {
        return Math.log1p(epoch) / Math.log1p(top);
    }
}
