package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Fidelity;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.model.AutoComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Who takes part in the benchmark.
 *
 * @param epochsPerCharge how many epochs it may train for each that it is charged
 * @param rungs the rungs of its studies, by the benchmark's fidelity
 * @param knows what its studies know beforehand
 * @param made the algorithm, by the epochs that it may train
 */
record Contender(String name, int epochsPerCharge, Rungs rungs, Knows knows, LongFunction<SearchAlgorithm> made) {
    static final String TWICE_THE_BUDGET = "random-2x";
    private static final String WITHOUT = "auto-without-";
    static final List<String> BASELINES =
            List.of("random", TWICE_THE_BUDGET, OneEpochThenBest.NAME, "asha", "hyperband");

    /** The rungs of a study. */
    @FunctionalInterface
    interface Rungs {
        List<Integer> of(Fidelity fidelity);
    }

    /** What studies know beforehand. */
    @FunctionalInterface
    interface Knows {
        Knows NOTHING = (task, donor, fidelity, seed) -> PriorKnowledge.NONE;

        /**
         * @param donor another task, for an earlier study
         * @param fidelity of the benchmark
         */
        PriorKnowledge of(BenchmarkTask task, BenchmarkTask donor, Fidelity fidelity, long seed);

        private static Knows of(String word) {
            for (EarlierSource source : EarlierSource.values()) {
                if (source.word().equals(word)) {
                    return (task, donor, fidelity, seed) -> new PriorKnowledge(
                            List.of(source.study(donor, rungs("auto").of(fidelity), fidelity.reduction(), ~seed)),
                            Map.of());
                }
            }
            for (PriorSource source : PriorSource.values()) {
                if (source.word().equals(word)) {
                    return (task, donor, fidelity, seed) -> new PriorKnowledge(List.of(), source.priors(task, ~seed));
                }
            }
            throw new IllegalArgumentException(
                    "--algorithms: nobody can know " + word + " beforehand, choose one of " + words());
        }
    }

    private static List<String> words() {
        return Stream.concat(
                        Arrays.stream(EarlierSource.values()).map(EarlierSource::word),
                        Arrays.stream(PriorSource.values()).map(PriorSource::word))
                .toList();
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static Contender of(String name) {
        if (name.equals(TWICE_THE_BUDGET)) {
            return new Contender(name, 2, Fidelity::rungs, Knows.NOTHING, budget -> SearchAlgorithms.create("random"));
        }
        if (name.equals(OneEpochThenBest.NAME)) {
            return new Contender(
                    name,
                    1,
                    fidelity -> fidelity.maxEpochs() == 1 ? List.of(1) : List.of(1, fidelity.maxEpochs()),
                    Knows.NOTHING,
                    OneEpochThenBest::new);
        }
        int plus = name.indexOf('+');
        if (plus > 0) {
            Contender plain = of(name.substring(0, plus));
            return new Contender(
                    name, plain.epochsPerCharge(), plain.rungs(), Knows.of(name.substring(plus + 1)), plain.made());
        }
        if (name.startsWith(WITHOUT)) {
            Set<AutoComponent> part = EnumSet.of(part(name.substring(WITHOUT.length())));
            return new Contender(name, 1, rungs("auto"), Knows.NOTHING, budget -> SearchAlgorithms.autoWithout(part));
        }
        if (!SearchAlgorithms.names().contains(name)) {
            throw new IllegalArgumentException("--algorithms: there is no " + name + ", choose of " + names());
        }
        return new Contender(name, 1, rungs(name), Knows.NOTHING, budget -> SearchAlgorithms.create(name));
    }

    private static AutoComponent part(String word) {
        return Arrays.stream(AutoComponent.values())
                .filter(part -> part.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--algorithms: auto has no part " + word
                        + ", choose of "
                        + Arrays.stream(AutoComponent.values())
                                .map(AutoComponent::word)
                                .toList()));
    }

    /** As a study file has them that names no spacing. */
    static Rungs rungs(String algorithm) {
        return fidelity -> new Fidelity(
                        fidelity.minEpochs(),
                        fidelity.maxEpochs(),
                        fidelity.reduction(),
                        SearchAlgorithms.all().get(algorithm).defaultSpacing(fidelity.reduction()))
                .rungs();
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(SearchAlgorithms.names());
        names.add(OneEpochThenBest.NAME);
        names.add(TWICE_THE_BUDGET);
        return names;
    }
}
