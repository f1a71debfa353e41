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
 * A search space as a countable set of configurations: discrete parameters with all their values, continuous ones cut
 * into levels, equally spaced on their axes with both bounds among them. Immutable; safe for use by many threads.
 */
public final class Grid {
    private final SearchSpace space;
    private final List<Parameter> parentsFirst;
    private final long levels;

    /** @param levels of a continuous parameter, at least 2 */
    public Grid(SearchSpace space, long levels) {
        this.space = space;
        this.levels = levels;
        this.parentsFirst = parentsFirst(space);
    }

    public SearchSpace space() {
        return space;
    }

    /** The configuration at a point of the unit cube, with continuous parameters at the level whose share holds it. */
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
     * The first configuration that passes, in an order that is rotated by {@code rotation}; empty when none does. When
     * n configurations do not pass it looks at n + 1 at most.
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
            // By number: on a log axis not every value has a middle that rounds back to it.
            return integer.scale() == Scale.POWER_OF_TWO ? integer.low() << index : integer.low() + index;
        }
        long cardinality = parameter.cardinality().orElse(0);
        return cardinality == 0
                ? parameter.valueAt((double) index / (levels - 1))
                : parameter.valueAt((index + 0.5) / cardinality);
    }

    private static List<Parameter> parentsFirst(SearchSpace space) {
        List<Parameter> ordered = new ArrayList<>();
        // Each round takes the parameters whose parents are all there; conditions have no cycles, so none is left over.
        while (ordered.size() < space.dimensions()) {
            for (Parameter parameter : space.parameters()) {
                boolean ready = parameter
                        .when()
                        .map(when -> when.tests().keySet().stream()
                                .allMatch(name -> ordered.contains(space.parameter(name))))
                        .orElse(true);
                if (ready && !ordered.contains(parameter)) {
                    ordered.add(parameter);
                }
            }
        }
        return List.copyOf(ordered);
    }
}
