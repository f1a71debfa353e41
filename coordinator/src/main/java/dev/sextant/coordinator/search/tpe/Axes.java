package dev.sextant.coordinator.search.tpe;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;

/** The axes of a search space for kernel densities: each is ordered (numbers, ordinals) or categorical. Immutable. */
public final class Axes {
    private final SearchSpace space;
    /** Number of categories of each axis; 0 for an ordered axis. */
    private final int[] categories;

    /**
     * Creates the axes of a search space.
     *
     * @param space one axis per parameter, in order
     */
    public Axes(SearchSpace space) {
        this.space = space;
        this.categories = space.parameters().stream()
                .mapToInt(parameter -> parameter instanceof CategoricalParameter categorical
                        ? categorical.values().size()
                        : 0)
                .toArray();
    }

    /** The search space. */
    public SearchSpace space() {
        return space;
    }

    /** Number d of axes. */
    int count() {
        return categories.length;
    }

    /** Whether the values of an axis have no order. */
    boolean isCategorical(int axis) {
        return categories[axis] > 0;
    }

    /** Number of categories of an axis; 0 for an ordered axis. */
    int categories(int axis) {
        return categories[axis];
    }

    /** Index of the category at a position of a categorical axis. */
    int category(int axis, double position) {
        return Math.min(categories[axis] - 1, (int) Math.floor(position * categories[axis]));
    }

    /** The point of a configuration: [d], NaN where a parameter is inactive. */
    public double[] point(Configuration configuration) {
        double[] point = space.pointOf(configuration);
        for (int axis = 0; axis < point.length; axis++) {
            if (!configuration.values().containsKey(space.parameters().get(axis).name())) {
                point[axis] = Double.NaN;
            }
        }
        return point;
    }

    /** The configuration at a point. A NaN of a parameter that is active after all counts as the middle of the axis. */
    Configuration configuration(double[] point) {
        return space.at(Arrays.stream(point)
                .map(position -> Double.isNaN(position) ? 0.5 : position)
                .toArray());
    }
}
