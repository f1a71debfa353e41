package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Fidelity;
import dev.sextant.coordinator.search.SearchAlgorithm;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Who takes part in the benchmark.
 *
 * @param epochsPerCharge how many epochs it may train for each that it is charged
 * @param rungs the rungs of its studies, by the benchmark's fidelity
 * @param made the algorithm, by the epochs that it may train
 */
record Contender(String name, int epochsPerCharge, Rungs rungs, LongFunction<SearchAlgorithm> made) {
    static final String TWICE_THE_BUDGET = "random-2x";
    static final List<String> BASELINES =
            List.of("random", TWICE_THE_BUDGET, OneEpochThenBest.NAME, "asha", "hyperband");

    /** The rungs of a study. */
    @FunctionalInterface
    interface Rungs {
        List<Integer> of(Fidelity fidelity);
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static Contender of(String name) {
        if (name.equals(TWICE_THE_BUDGET)) {
            return new Contender(name, 2, Fidelity::rungs, budget -> SearchAlgorithms.create("random"));
        }
        if (name.equals(OneEpochThenBest.NAME)) {
            return new Contender(
                    name,
                    1,
                    fidelity -> fidelity.maxEpochs() == 1 ? List.of(1) : List.of(1, fidelity.maxEpochs()),
                    OneEpochThenBest::new);
        }
        if (!SearchAlgorithms.names().contains(name)) {
            throw new IllegalArgumentException("--algorithms: there is no " + name + ", choose of " + names());
        }
        return new Contender(name, 1, Fidelity::rungs, budget -> SearchAlgorithms.create(name));
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(SearchAlgorithms.names());
        names.add(OneEpochThenBest.NAME);
        names.add(TWICE_THE_BUDGET);
        return names;
    }
}
