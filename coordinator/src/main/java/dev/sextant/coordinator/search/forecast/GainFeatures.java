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
 * Where ways of trials from one epoch a to a later one b lie for a kernel: the features of the configuration, τ_a, τ_b with
 * τ = ln(1 + t) / ln(1 + T), and the position of the trial's value after a among all values. Not safe for use by several threads.
 *
 * @param points that follow the study's view
 * @param top T
 */
public record GainFeatures(TrialPoints points, ValueScale scale, int top) {
    /** No parameter of a study can have such a name. */
    private static final List<String> MORE = List.of("epoch from", "epoch to", "position from");

    Embedding embedding() {
        List<Parameter> axes = new ArrayList<>(points.embedding().space().parameters());
        for (String name : MORE) {
            axes.add(new ContinuousParameter(name, 0, 1, Scale.LINEAR, Optional.empty()));
        }
        return new Embedding(new SearchSpace(axes));
    }

    /** The features of a way of a trial that has this value after the first epoch. */
    double[] features(int row, int from, double value, int to) {
        double[] configuration = points.features(row);
        double[] features = Arrays.copyOf(configuration, configuration.length + MORE.size());
        features[configuration.length] = time(from);
        features[configuration.length + 1] = time(to);
        features[configuration.length + 2] = scale.position(value);
        return features;
    }

    /** √(τ_b − τ_a): what is left to chance adds up with the length of the way. */
    double spread(int from, int to) {
        return Math.sqrt(time(to) - time(from));
    }

    private double time(int epoch) {
        return Math.log1p(epoch) / Math.log1p(top);
    }
}
