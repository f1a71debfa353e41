package dev.sextant.coordinator.search;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
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
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The search algorithms by the name that {@code search.algorithm} of a study file gives them. */
public final class SearchAlgorithms {
    /** Levels that the grid has of a continuous parameter. */
    static final int GRID_LEVELS = 5;

    private static final double BETA_OF_GP = 2;

    /** Algorithms of which each point is as good as any other: they have no use for earlier studies. */
    private static final Set<Trait> EVEN = Set.of(Trait.PRIORS);

    private static final Set<Trait> LEARNING = Set.of(Trait.PRIORS, Trait.WARM_START);

    private static final Map<String, Entry> BY_NAME = byName(
            entry(
                    "asha",
                    "random; most trials end early, the best are promoted (asynchronous successive halving)",
                    LEARNING,
                    () -> AsynchronousHalving.asha("asha", warm(PointSampler.of(new RandomPoints())))),
            entry(
                    "auto",
                    "where a model of all trials expects the most; the best trials are promoted",
                    Set.of(Trait.DEFAULT, Trait.PRIORS, Trait.WARM_START, Trait.DOUBLING_RUNGS),
                    AutoSearch::new),
            entry(
                    "bohb",
                    "from the densities of good and other trials, in the brackets of hyperband",
                    LEARNING,
                    () -> AsynchronousHalving.hyperband("bohb", warm(new BohbSampler()))),
            entry(
                    "gp",
                    "where a model of full trainings expects the most; every trial trains to the top rung",
                    LEARNING,
                    () -> new TopRungOnly(new FullTraining(ModelSampler.ofFullTrainings("gp", BETA_OF_GP)))),
            entry(
                    "grid",
                    "every combination of values once; every trial trains to the top rung",
                    Set.of(Trait.FINITE),
                    () -> new FullTraining(
                            PointSampler.grid("grid", new FixedPoints(new SobolPoints()), GRID_LEVELS),
                            WaitOrFinish.GRID_EXHAUSTED)),
            entry(
                    "hyperband",
                    "random; asha in brackets that differ in their lowest rung",
                    LEARNING,
                    () -> AsynchronousHalving.hyperband("hyperband", warm(PointSampler.of(new RandomPoints())))),
            entry(
                    "multitask",
                    "where a model of configuration and epochs together expects the most",
                    LEARNING,
                    MultitaskSearch::new),
            entry(
                    "random",
                    "independent and uniform; every trial trains to the top rung",
                    EVEN,
                    () -> new FullTraining(PointSampler.of(new RandomPoints()))),
            entry(
                    "sobol",
                    "a scrambled Sobol sequence, more even than random; every trial trains to the top rung",
                    EVEN,
                    () -> new FullTraining(PointSampler.of(new SobolPoints()))),
            entry(
                    "tpe",
                    "from the densities of good and other trials; every trial trains to the top rung",
                    LEARNING,
                    () -> new FullTraining(warm(new TpeSampler()))));

    private static final Algorithms TRAITS =
            Algorithms.of(BY_NAME.values().stream().map(Entry::traits).toList());

    private SearchAlgorithms() {}

    /** One algorithm: what study files must know of it, and how it is made. */
    private record Entry(AlgorithmTraits traits, Supplier<SearchAlgorithm> factory) {}

    private static Entry entry(String name, String summary, Set<Trait> traits, Supplier<SearchAlgorithm> factory) {
        return new Entry(new AlgorithmTraits(name, summary, traits), factory);
    }

    private static Map<String, Entry> byName(Entry... entries) {
        return Arrays.stream(entries)
                .collect(Collectors.toUnmodifiableMap(entry -> entry.traits().name(), entry -> entry));
    }

    private static Sampler warm(Sampler sampler) {
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

    /**
     * Creates an algorithm, which tries the configurations under {@code start_with} first.
     *
     * @throws NoSuchElementException when there is no algorithm of that name
     */
    public static SearchAlgorithm create(String name) {
        String known = TRAITS.get(name).name();
        return finished(BY_NAME.get(known).factory().get());
    }

    /** Creates {@code auto} without some of its components, for benchmarks that measure what each is worth. */
    public static SearchAlgorithm autoWithout(Set<AutoComponent> components) {
        return finished(new AutoSearch(components));
    }

    private static SearchAlgorithm finished(SearchAlgorithm algorithm) {
        return new InterruptedFirst(new StartWithFirst(algorithm));
    }
}
