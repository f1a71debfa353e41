package dev.sextant.benchmarks.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Whose beliefs a contender's studies have: around one of {@value #DRAWN} random configurations, trained to the end. */
enum PriorSource {
    /** The best of them. */
    GOOD,
    /** The worst of them. */
    BAD;

    private static final int DRAWN = 100;
    private static final double WEIGHT = 5;

    String word() {
        return name().toLowerCase(Locale.ROOT) + "-prior";
    }

    Map<String, Prior> priors(BenchmarkTask task, long seed) {
        Replay replay = task.replay();
        SearchSpace space = task.space();
        SplittableRandom random = new SplittableRandom(seed);
        Configuration chosen = null;
        double score = Double.NaN;
        for (int i = 0; i < DRAWN; i++) {
            Configuration drawn =
                    space.at(random.doubles(space.dimensions()).toArray());
            double its = replay.score(drawn);
            if (Double.isNaN(score) || (this == GOOD ? its > score : its < score)) {
                chosen = drawn;
                score = its;
            }
        }
        Map<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            Object value = chosen == null ? null : chosen.values().get(parameter.name());
            if (value != null) {
                priors.put(parameter.name(), around(parameter, value));
            }
        }
        return priors;
    }

    private static Prior around(Parameter parameter, Object value) {
        if (parameter instanceof CategoricalParameter categorical) {
            return new Prior.Weights(categorical.values().stream()
                    .map(other -> other.equals(value) ? WEIGHT : 1)
                    .toList());
        }
        return new Prior.Around(value, Prior.Confidence.valueOf(System.getProperty("conf", "MEDIUM")));
    }
}
