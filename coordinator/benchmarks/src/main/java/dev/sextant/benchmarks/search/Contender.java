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
 * An algorithm in the benchmark, with the setup of its studies.
 *
 * @param name as in {@code --algorithms}
 * @param epochsPerCharge number of epochs that it may train per epoch charged
 * @param rungs the rungs of its studies, by the benchmark's fidelity
 * @param knowledge the prior knowledge of its studies
 * @param factory makes the algorithm, by the number of epochs that it may train
 */
record Contender(
        String name, int epochsPerCharge, Rungs rungs, Knowledge knowledge, LongFunction<SearchAlgorithm> factory) {
    static final String TWICE_THE_BUDGET = "random-2x";
    private static final String WITHOUT = "auto-without-";
    static final List<String> BASELINES =
            List.of("random", TWICE_THE_BUDGET, OneEpochThenBest.NAME, "asha", "hyperband");

    /** The rungs of a study with a given fidelity. */
    @FunctionalInterface
    interface Rungs {
        List<Integer> of(Fidelity fidelity);
    }

    /** The prior knowledge of a study. */
    @FunctionalInterface
    interface Knowledge {
        Knowledge NONE = (task, donor, fidelity, seed) -> PriorKnowledge.NONE;

        /**
         * The prior knowledge of one study.
         *
         * @param donor the task of the earlier study
         * @param fidelity the benchmark's fidelity
         */
        PriorKnowledge of(BenchmarkTask task, BenchmarkTask donor, Fidelity fidelity, long seed);

        private static Knowledge of(String label) {
            for (EarlierSource source : EarlierSource.values()) {
                if (source.label().equals(label)) {
                    return (task, donor, fidelity, seed) -> new PriorKnowledge(
                            List.of(source.study(donor, rungs("auto").of(fidelity), fidelity.reduction(), ~seed)),
                            Map.of());
                }
            }
            for (PriorSource source : PriorSource.values()) {
                if (source.label().equals(label)) {
                    return (task, donor, fidelity, seed) -> new PriorKnowledge(List.of(), source.priors(task, ~seed));
                }
            }
            throw new IllegalArgumentException(
                    "--algorithms: unknown prior knowledge +" + label + ". Choose one of " + labels());
        }
    }

    private static List<String> labels() {
        return Stream.concat(
                        Arrays.stream(EarlierSource.values()).map(EarlierSource::label),
                        Arrays.stream(PriorSource.values()).map(PriorSource::label))
                .toList();
    }

    /**
     * The contender of a name.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    static Contender of(String name) {
        if (name.equals(TWICE_THE_BUDGET)) {
            return new Contender(name, 2, Fidelity::rungs, Knowledge.NONE, budget -> SearchAlgorithms.create("random"));
        }
        if (name.equals(OneEpochThenBest.NAME)) {
            return new Contender(
                    name,
                    1,
                    fidelity -> fidelity.maxEpochs() == 1 ? List.of(1) : List.of(1, fidelity.maxEpochs()),
                    Knowledge.NONE,
                    OneEpochThenBest::new);
        }
        int plus = name.indexOf('+');
        if (plus > 0) {
            Contender plain = of(name.substring(0, plus));
            return new Contender(
                    name,
                    plain.epochsPerCharge(),
                    plain.rungs(),
                    Knowledge.of(name.substring(plus + 1)),
                    plain.factory());
        }
        if (name.startsWith(WITHOUT)) {
            Set<AutoComponent> component = EnumSet.of(component(name.substring(WITHOUT.length())));
            return new Contender(
                    name, 1, rungs("auto"), Knowledge.NONE, budget -> SearchAlgorithms.autoWithout(component));
        }
        if (!SearchAlgorithms.names().contains(name)) {
            throw new IllegalArgumentException("--algorithms: unknown algorithm " + name + ". Choose from " + names());
        }
        return new Contender(name, 1, rungs(name), Knowledge.NONE, budget -> SearchAlgorithms.create(name));
    }

    private static AutoComponent component(String label) {
        return Arrays.stream(AutoComponent.values())
                .filter(component -> component.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--algorithms: auto has no component " + label
                        + ". Choose from "
                        + Arrays.stream(AutoComponent.values())
                                .map(AutoComponent::label)
                                .toList()));
    }

    /** The rungs of an algorithm when the study file does not set the spacing. */
    static Rungs rungs(String algorithm) {
        return fidelity -> new Fidelity(
                        fidelity.minEpochs(),
                        fidelity.maxEpochs(),
                        fidelity.reduction(),
                        SearchAlgorithms.all().get(algorithm).defaultSpacing(fidelity.reduction()))
                .rungs();
    }

    /** The names of all contenders, without variants. */
    static List<String> names() {
        List<String> names = new ArrayList<>(SearchAlgorithms.names());
        names.add(OneEpochThenBest.NAME);
        names.add(TWICE_THE_BUDGET);
        return names;
    }
}
