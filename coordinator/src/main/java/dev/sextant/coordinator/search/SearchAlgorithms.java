package dev.sextant.coordinator.search;

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
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The search algorithms by the name that {@code search.algorithm} of a study file gives them. */
public final class SearchAlgorithms {
    /** Levels that the grid has of a continuous parameter. */
    static final int GRID_LEVELS = 5;

    private static final double BETA_OF_GP = 2;

    private static final Map<String, Supplier<SearchAlgorithm>> BY_NAME = new TreeMap<>(Map.of(
            "asha", () -> AsynchronousHalving.asha("asha", warm(PointSampler.of(new RandomPoints()))),
            "auto", AutoSearch::new,
            "bohb", () -> AsynchronousHalving.hyperband("bohb", warm(new BohbSampler())),
            "gp", () -> new TopRungOnly(new FullTraining(ModelSampler.ofFullTrainings("gp", BETA_OF_GP))),
            "grid",
                    () -> new FullTraining(
                            PointSampler.grid("grid", new FixedPoints(new SobolPoints()), GRID_LEVELS),
                            WaitOrFinish.GRID_EXHAUSTED),
            "hyperband", () -> AsynchronousHalving.hyperband("hyperband", warm(PointSampler.of(new RandomPoints()))),
            "multitask", MultitaskSearch::new,
            "random", () -> new FullTraining(PointSampler.of(new RandomPoints())),
            "sobol", () -> new FullTraining(PointSampler.of(new SobolPoints())),
            "tpe", () -> new FullTraining(warm(new TpeSampler()))));

    /** Those whose points make an even picture of the space, or none at all. */
    private static final Set<String> NOT_WARM_STARTING = Set.of("grid", "random", "sobol");

    private static final Set<String> NOT_BELIEVING = Set.of("grid");

    private SearchAlgorithms() {}

    private static Sampler warm(Sampler sampler) {
        return new EarlierBestSampler(sampler);
    }

    /** All algorithms, with what they make use of. */
    public static Algorithms all() {
        return new Algorithms(names(), without(NOT_WARM_STARTING), without(NOT_BELIEVING));
    }

    private static Set<String> without(Set<String> others) {
        return names().stream().filter(name -> !others.contains(name)).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of all algorithms. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(BY_NAME.keySet()));
    }

    /**
     * A new instance, which tries what the study's author enqueued first.
     *
     * @throws NoSuchElementException when there is no algorithm of that name
     */
    public static SearchAlgorithm create(String name) {
        Supplier<SearchAlgorithm> algorithm = BY_NAME.get(name);
        if (algorithm == null) {
            throw new NoSuchElementException(
                    "search.algorithm: there is no " + name + ", choose one of " + String.join(", ", BY_NAME.keySet()));
        }
        return finished(algorithm.get());
    }

    /** {@code auto} without some of its parts, for benchmarks: it is worse than the whole. */
    public static SearchAlgorithm autoWithout(Set<AutoComponent> parts) {
        return finished(new AutoSearch(parts));
    }

    private static SearchAlgorithm finished(SearchAlgorithm algorithm) {
        return new InterruptedFirst(new StartWithFirst(algorithm));
    }
}
