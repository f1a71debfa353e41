package dev.sextant.coordinator.search;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.search.algorithm.AsynchronousHalving;
import dev.sextant.coordinator.search.algorithm.AutoSearch;
import dev.sextant.coordinator.search.algorithm.FullTraining;
import dev.sextant.coordinator.search.algorithm.InterruptedFirst;
import dev.sextant.coordinator.search.algorithm.MultitaskSearch;
import dev.sextant.coordinator.search.algorithm.StartWithFirst;
import dev.sextant.coordinator.search.algorithm.TopRungOnly;
import dev.sextant.coordinator.search.algorithm.WaitOrFinish;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.model.AutoComponent;
import dev.sextant.coordinator.search.model.ModelSampler;
import dev.sextant.coordinator.search.points.FixedPoints;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.points.SobolPoints;
import dev.sextant.coordinator.search.sample.BohbSampler;
import dev.sextant.coordinator.search.sample.EarlierBestSampler;
import dev.sextant.coordinator.search.sample.PointSampler;
import dev.sextant.coordinator.search.sample.Sampler;
import dev.sextant.coordinator.search.sample.TpeSampler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The search algorithms, by the names that {@code search.algorithm} of a study file gives them. */
public final class SearchAlgorithms {
    /** Levels of a continuous parameter in the grid. */
    static final int GRID_LEVELS = 5;

    private static final double BETA_OF_GP = 2;

    /** Traits of algorithms that cover the space evenly, which a warm start would disturb. */
    private static final Set<Trait> EVENLY_SPREAD = Set.of(Trait.PRIORS, Trait.FULL_TRAINING);

    private static final Set<Trait> INFORMED = Set.of(Trait.PRIORS, Trait.WARM_START);

    private static final Set<Trait> BRACKETED = Set.of(Trait.PRIORS, Trait.WARM_START, Trait.BRACKETS);

    private static final Set<Trait> INFORMED_FULL_TRAINING =
            Set.of(Trait.PRIORS, Trait.WARM_START, Trait.FULL_TRAINING);

    private static final Map<String, Entry> BY_NAME = byName(
            entry(
                    "asha",
                    "random configurations; the best trials are promoted, the others are paused early (ASHA)",
                    INFORMED,
                    () -> AsynchronousHalving.asha("asha", warmStarting(PointSampler.of(new RandomPoints())))),
            entry(
                    "auto",
                    "Bayesian optimization by a model of all trials; the best trials are promoted",
                    Set.of(Trait.DEFAULT, Trait.PRIORS, Trait.WARM_START, Trait.DOUBLING_RUNGS),
                    AutoSearch::new),
            entry(
                    "bohb",
                    "configurations from the densities of good and other trials, in the brackets of hyperband",
                    BRACKETED,
                    () -> AsynchronousHalving.hyperband("bohb", warmStarting(new BohbSampler()))),
            entry(
                    "gp",
                    "Bayesian optimization by a model of full trainings; every trial trains to the top rung",
                    INFORMED_FULL_TRAINING,
                    () -> new TopRungOnly(new FullTraining(ModelSampler.ofFullTrainings("gp", BETA_OF_GP)))),
            entry(
                    "grid",
                    "every combination of values once; every trial trains to the top rung",
                    Set.of(Trait.FINITE, Trait.FULL_TRAINING),
                    () -> new FullTraining(
                            PointSampler.grid("grid", new FixedPoints(new SobolPoints()), GRID_LEVELS),
                            WaitOrFinish.GRID_EXHAUSTED)),
            entry(
                    "hyperband",
                    "random configurations; asha in brackets with different lowest rungs",
                    BRACKETED,
                    () -> AsynchronousHalving.hyperband(
                            "hyperband", warmStarting(PointSampler.of(new RandomPoints())))),
            entry(
                    "multitask",
                    "Bayesian optimization by one model of configurations and epochs, which chooses both",
                    Set.of(Trait.PRIORS, Trait.WARM_START, Trait.FREE_RUNGS),
                    MultitaskSearch::new),
            entry(
                    "random",
                    "independent, uniform configurations; every trial trains to the top rung",
                    EVENLY_SPREAD,
                    () -> new FullTraining(PointSampler.of(new RandomPoints()))),
            entry(
                    "sobol",
                    "a scrambled Sobol sequence, more evenly spread than random; every trial trains to the top rung",
                    EVENLY_SPREAD,
                    () -> new FullTraining(PointSampler.of(new SobolPoints()))),
            entry(
                    "tpe",
                    "configurations from the densities of good and other trials; every trial trains to the top rung",
                    INFORMED_FULL_TRAINING,
                    () -> new FullTraining(warmStarting(new TpeSampler()))));

    private static final Algorithms TRAITS =
            Algorithms.of(BY_NAME.values().stream().map(Entry::traits).toList());

    private SearchAlgorithms() {}

    /** An algorithm: its traits, and a factory of instances. */
    private record Entry(AlgorithmTraits traits, Supplier<SearchAlgorithm> factory) {}

    private static Entry entry(String name, String summary, Set<Trait> traits, Supplier<SearchAlgorithm> factory) {
        return new Entry(new AlgorithmTraits(name, summary, traits), factory);
    }

    private static Map<String, Entry> byName(Entry... entries) {
        return Arrays.stream(entries)
                .collect(Collectors.toUnmodifiableMap(entry -> entry.traits().name(), entry -> entry));
    }

    private static Sampler warmStarting(Sampler sampler) {
        return new EarlierBestSampler(sampler);
    }

    /** Returns all algorithms with their traits. */
    public static Algorithms all() {
        return TRAITS;
    }

    /** Returns the names of all algorithms in alphabetical order. */
    public static SortedSet<String> names() {
        return TRAITS.names();
    }

    /** Returns the epochs at which a study's algorithm compares trials, lowest first. */
    public static List<Integer> comparedAt(StudySpec spec) {
        return TRAITS.get(spec.search().algorithm()).comparedAt(spec.fidelity());
    }

    /** Returns what a study's algorithm is expected to spend on trials that it starts by itself. */
    public static ExpectedSpending spending(StudySpec spec, long trials) {
        AlgorithmTraits algorithm = TRAITS.get(spec.search().algorithm());
        return ExpectedSpending.of(
                algorithm,
                algorithm.comparedAt(spec.fidelity()),
                spec.fidelity().reduction(),
                trials);
    }

    /**
     * Creates an instance of an algorithm. It resumes interrupted trials and tries {@code start_with} first.
     *
     * @throws NoSuchElementException when there is no algorithm of that name
     */
    public static SearchAlgorithm create(String name) {
        String known = TRAITS.get(name).name();
        return complete(BY_NAME.get(known).factory().get());
    }

    /** Creates {@code auto} without some of its components, for ablation studies. */
    public static SearchAlgorithm autoWithout(Set<AutoComponent> components) {
        return complete(new AutoSearch(components));
    }

    private static SearchAlgorithm complete(SearchAlgorithm algorithm) {
        return new InterruptedFirst(new StartWithFirst(algorithm));
    }
}
