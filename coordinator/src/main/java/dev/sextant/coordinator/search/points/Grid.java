package dev.sextant.coordinator.search.points;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A search space as a finite set of configurations. Discrete parameters keep all their values; continuous parameters have
 * levels that are equally spaced on their axes, both bounds included. Immutable and thread-safe.
 */
public final class Grid {
    private final SearchSpace space;
    private final List<Parameter> parentsFirst;
    private final long levels;

    /**
     * Creates the grid of a search space.
     *
     * @param levels number of levels of each continuous parameter, at least 2
     */
    public Grid(SearchSpace space, long levels) {
        this.space = space;
        this.levels = levels;
        this.parentsFirst = parentsFirst(space);
    }

    /** The search space. */
    public SearchSpace space() {
        return space;
    }

    /**
     * The configuration of the grid at a point of the unit cube. Each level has an equal share of its axis.
     */
    public Configuration at(double[] point) {
        double[] snapped = point.clone();
        for (int axis = 0; axis < snapped.length; axis++) {
            if (space.parameters().get(axis).cardinality().isEmpty()) {
                long level = Math.min(levels - 1, (long) Math.floor(snapped[axis] * levels));
                snapped[axis] = (double) level / (levels - 1);
            }
        }
        return space.at(snapped);
    }

    /**
     * The first configuration that passes a test, in an order that depends on {@code rotation}; empty when none does. If n
     * configurations do not pass, at most n + 1 are tested.
     */
    public Optional<Configuration> first(long rotation, Predicate<Configuration> passes) {
        return walk(0, new HashMap<>(), rotation, passes);
    }

    private Optional<Configuration> walk(
            int depth, Map<String, Object> values, long rotation, Predicate<Configuration> passes) {
        if (depth == parentsFirst.size()) {
            Configuration configuration = Configuration.of(values);
            return passes.test(configuration) ? Optional.of(configuration) : Optional.empty();
        }
        Parameter parameter = parentsFirst.get(depth);
        if (!space.isActive(parameter, values)) {
            return walk(depth + 1, values, rotation, passes);
        }
        long cardinality = parameter.cardinality().orElse(levels);
        long start = Math.floorMod(HashedRandom.bits(rotation, depth), cardinality);
        for (long step = 0; step < cardinality; step++) {
            values.put(parameter.name(), value(parameter, (start + step) % cardinality));
            Optional<Configuration> found = walk(depth + 1, values, rotation, passes);
            values.remove(parameter.name());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Object value(Parameter parameter, long index) {
        if (parameter instanceof IntegerParameter integer) {
            // Not by position: on a log axis the middle of a share may belong to another value.
            return integer.scale() == Scale.POWER_OF_TWO ? integer.low() << index : integer.low() + index;
        }
        long cardinality = parameter.cardinality().orElse(0);
        return cardinality == 0
                ? parameter.valueAt((double) index / (levels - 1))
                : parameter.valueAt((index + 0.5) / cardinality);
    }

    private static List<Parameter> parentsFirst(SearchSpace space) {
        List<Parameter> ordered = new ArrayList<>();
        // Each round adds the parameters whose parents are there. Conditions have no cycles, so that this ends.
        while (ordered.size() < space.dimensions()) {
            for (Parameter parameter : space.parameters()) {
                boolean ready = space.activeWhen(parameter)
                        .map(when -> when.names().stream().allMatch(name -> ordered.contains(space.parameter(name))))
                        .orElse(true);
                if (ready && !ordered.contains(parameter)) {
                    ordered.add(parameter);
                }
            }
        }
        return List.copyOf(ordered);
    }
}
