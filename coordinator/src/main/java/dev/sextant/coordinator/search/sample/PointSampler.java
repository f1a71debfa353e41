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
 * Takes configurations from a sequence of points, one index a trial, and leaves out those that the study has. Where the
 * points bring nothing new any more, since nearly all of a finite space is tried, what is left is found by counting.
 */
public final class PointSampler implements Sampler {
    /** Points tried before counting; with half of a space known, all of them are known once in 2^32 times. */
    private static final int TRIES = 32;
    /** Levels of a continuous parameter where configurations must be counted: more than any study has trials. */
    private static final long FINE = 1L << 32;

    private final String name;
    private final PointSet points;
    private final Function<SearchSpace, Grid> lattices;
    private final BiFunction<Grid, double[], Configuration> mapping;
    private final KnownConfigurations known = new KnownConfigurations();
    private final PriorMixture believing = new PriorMixture();
    private Optional<Grid> lattice = Optional.empty();
    private long exhaustedAt = -1;

    private PointSampler(
            String name,
            PointSet points,
            Function<SearchSpace, Grid> lattices,
            BiFunction<Grid, double[], Configuration> mapping) {
        this.name = name;
        this.points = points;
        this.lattices = lattices;
        this.mapping = mapping;
    }

    /** Takes the configurations at the points. */
    public static PointSampler of(PointSet points) {
        return new PointSampler(
                points.name(), points, space -> new Grid(space, FINE), (lattice, point) -> lattice.space()
                        .at(point));
    }

    /**
     * Takes each configuration of a lattice once.
     *
     * @param levels of a continuous parameter
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
        Grid all = latticeOf(view.space());
        if (exhaustedAt == known.version()) {
            return Optional.empty();
        }
        Optional<Configuration> best =
                believing.densest(view).map(point -> mapping.apply(all, point)).filter(mode -> !known.contains(mode));
        if (best.isPresent()) {
            return best.map(mode ->
                    new Sample(mode, "what the priors say is best", Map.of("sampler", name, "from_priors", true)));
        }
        // Trials that the study's author enqueued used no point.
        int first = Math.max(0, view.trials().size() - view.startWith().size());
        for (int index = first; index < first + TRIES; index++) {
            double[] point = points.point(view.seed(), index, view.space().dimensions());
            boolean believed = believing.chooses(view, index);
            Configuration configuration = mapping.apply(all, believed ? believing.point(view, point) : point);
            if (!known.contains(configuration)) {
                return Optional.of(sample(configuration, index, believed));
            }
        }
        Optional<Configuration> left =
                all.first(HashedRandom.bits(view.seed(), first), configuration -> !known.contains(configuration));
        if (left.isEmpty()) {
            exhaustedAt = known.version();
        }
        return left.map(configuration -> new Sample(
                configuration,
                "one of the few configurations that are left",
                Map.of("configurations_tried", (long) known.size(), "sampler", name)));
    }

    private Sample sample(Configuration configuration, int index, boolean believed) {
        String words = "point " + index + " of the " + name + " sequence";
        return believed
                ? new Sample(
                        configuration,
                        words + ", drawn from the priors",
                        Map.of("point", (long) index, "sampler", name, "from_priors", true))
                : new Sample(configuration, words, Map.of("point", (long) index, "sampler", name));
    }

    private Grid latticeOf(SearchSpace space) {
        if (lattice.isEmpty() || !lattice.get().space().equals(space)) {
            lattice = Optional.of(lattices.apply(space));
            exhaustedAt = -1;
        }
        return lattice.get();
    }
}
