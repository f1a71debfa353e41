package dev.sextant.benchmarks.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The priors of a contender: around one of several random configurations, chosen by its score after full training. */
enum PriorSource {
    /** Around the best of 1000: an expert's prior. */
    GOOD(1000),
    /** Around the best of 10: a reasonable guess. */
    FAIR(10),
    /** Around the worst of 100: a misleading prior. */
    BAD(100);

    /** Weight of the chosen category; all others have 1. */
    private static final double CATEGORY_WEIGHT = 5;

    private final int drawn;

    PriorSource(int drawn) {
        this.drawn = drawn;
    }

    /** The name after the plus sign in the name of a contender. */
    String label() {
        return name().toLowerCase(Locale.ROOT) + "-prior";
    }

    /** The priors of a study of a task, by parameter. */
    Map<String, Prior> priors(BenchmarkTask task, long seed) {
        Replay replay = task.replay();
        SearchSpace space = task.space();
        SplittableRandom random = new SplittableRandom(seed);
        Configuration chosen = null;
        double score = Double.NaN;
        for (int i = 0; i < Math.min(drawn, task.configurations()); i++) {
            Configuration trained = replay.trainedFor(
                    space.at(random.doubles(space.dimensions()).toArray()));
            double trainedScore = replay.score(trained);
            if (Double.isNaN(score) || (this == BAD ? trainedScore < score : trainedScore > score)) {
                chosen = trained;
                score = trainedScore;
            }
        }
        Map<String, Prior> priors = new TreeMap<>();
        Configuration center = Objects.requireNonNull(chosen);
        for (Parameter parameter : space.parameters()) {
            Optional.ofNullable(center.values().get(parameter.name()))
                    .ifPresent(value -> priors.put(parameter.name(), around(parameter, value)));
        }
        return priors;
    }

    private static Prior around(Parameter parameter, Object value) {
        if (parameter instanceof CategoricalParameter categorical) {
            return new Prior.Weights(categorical.values().stream()
                    .map(other -> other.equals(value) ? CATEGORY_WEIGHT : 1)
                    .toList());
        }
        return new Prior.Around(value, Prior.Confidence.MEDIUM);
    }
}
