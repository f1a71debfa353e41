package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.Grid;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.PointSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Takes configurations from a sequence of points, one index per trial, and skips those that the study has. When nearly
 * all of a finite space was tried and the points yield only known configurations, enumeration finds the rest. Not
 * thread-safe.
 */
public final class PointSampler implements Sampler {
    /** Points tried before enumeration; when half of the space is known, all are known once in 2^32 times. */
    private static final int MAX_ATTEMPTS = 32;
    /** Levels of a continuous parameter in the enumeration: more than any study has trials. */
    private static final long FINE_LEVELS = 1L << 32;

    private final String name;
    private final PointSet points;
    private final Function<SearchSpace, Grid> gridOfSpace;
    private final BiFunction<Grid, double[], Configuration> mapping;
    private final KnownConfigurations known = new KnownConfigurations();
    private final PriorMixture priors = new PriorMixture();
    private Optional<Grid> grid = Optional.empty();
    /** Version of the known configurations with which nothing was left; −1 for none. */
    private long exhaustedVersion = -1;

    private PointSampler(
            String name,
            PointSet points,
            Function<SearchSpace, Grid> gridOfSpace,
            BiFunction<Grid, double[], Configuration> mapping) {
        this.name = name;
        this.points = points;
        this.gridOfSpace = gridOfSpace;
        this.mapping = mapping;
    }

    /** A sampler of the configurations at a sequence of points. */
    public static PointSampler of(PointSet points) {
        return new PointSampler(
                points.name(), points, space -> new Grid(space, FINE_LEVELS), (grid, point) -> grid.space()
                        .at(point));
    }

    /**
     * A sampler of a grid, each configuration once.
     *
     * @param name name of the algorithm
     * @param points determine the order
     * @param levels number of levels of a continuous parameter
     */
    public static PointSampler grid(String name, PointSet points, int levels) {
        return new PointSampler(name, points, space -> new Grid(space, levels), Grid::at);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        known.follow(view);
        Grid spaceGrid = gridOf(view.space());
        if (exhaustedVersion == known.version()) {
            return Optional.empty();
        }
        Optional<Configuration> best =
                priors.mode(view).map(point -> mapping.apply(spaceGrid, point)).filter(mode -> !known.contains(mode));
        if (best.isPresent()) {
            return best.map(
                    mode -> new Sample(mode, "the mode of the priors", Map.of("sampler", name, "from_priors", true)));
        }
        // Trials of start_with used no point.
        int first = Math.max(0, view.trials().size() - view.startWith().size());
        for (int index = first; index < first + MAX_ATTEMPTS; index++) {
            double[] point = points.point(view.seed(), index, view.space().dimensions());
            boolean isFromPriors = priors.isFromPriors(view, index);
            Configuration configuration = mapping.apply(spaceGrid, isFromPriors ? priors.point(view, point) : point);
            if (!known.contains(configuration)) {
                return Optional.of(sample(configuration, index, isFromPriors));
            }
        }
        Optional<Configuration> untried =
                spaceGrid.first(HashedRandom.bits(view.seed(), first), configuration -> !known.contains(configuration));
        if (untried.isEmpty()) {
            exhaustedVersion = known.version();
        }
        return untried.map(configuration -> new Sample(
                configuration,
                "one of the last untried configurations",
                Map.of("configurations_tried", (long) known.size(), "sampler", name)));
    }

    private Sample sample(Configuration configuration, int index, boolean isFromPriors) {
        String why = "point " + index + " of the " + name + " sequence";
        return isFromPriors
                ? new Sample(
                        configuration,
                        why + ", drawn from the priors",
                        Map.of("point", (long) index, "sampler", name, "from_priors", true))
                : new Sample(configuration, why, Map.of("point", (long) index, "sampler", name));
    }

    private Grid gridOf(SearchSpace space) {
        if (grid.isEmpty() || !grid.get().space().equals(space)) {
            grid = Optional.of(gridOfSpace.apply(space));
            exhaustedVersion = -1;
        }
        return grid.get();
    }
}
