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

/** Whose beliefs a contender's studies have: around one of some random configurations, all trained to the end. */
enum PriorSource {
    /** The best of many: the author knows nearly all. */
    GOOD(1000),
    /** The best of few: no more than a decent guess. */
    FAIR(10),
    /** The worst of many. */
    BAD(100);

    private static final double WEIGHT = 5;

    private final int drawn;

    PriorSource(int drawn) {
        this.drawn = drawn;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT) + "-prior";
    }

    Map<String, Prior> priors(BenchmarkTask task, long seed) {
        Replay replay = task.replay();
        SearchSpace space = task.space();
        SplittableRandom random = new SplittableRandom(seed);
        Configuration chosen = null;
        double score = Double.NaN;
        for (int i = 0; i < Math.min(drawn, task.configurations()); i++) {
            Configuration trained = replay.trainedFor(
                    space.at(random.doubles(space.dimensions()).toArray()));
            double its = replay.score(trained);
            if (Double.isNaN(score) || (this == BAD ? its < score : its > score)) {
                chosen = trained;
                score = its;
            }
        }
        Map<String, Prior> priors = new TreeMap<>();
        Configuration around = Objects.requireNonNull(chosen);
        for (Parameter parameter : space.parameters()) {
            Optional.ofNullable(around.values().get(parameter.name()))
                    .ifPresent(value -> priors.put(parameter.name(), around(parameter, value)));
        }
        return priors;
    }

    private static Prior around(Parameter parameter, Object value) {
        if (parameter instanceof CategoricalParameter categorical) {
            return new Prior.Weights(categorical.values().stream()
                    .map(other -> other.equals(value) ? WEIGHT : 1)
                    .toList());
        }
        return new Prior.Around(value, Prior.Confidence.MEDIUM);
    }
}
