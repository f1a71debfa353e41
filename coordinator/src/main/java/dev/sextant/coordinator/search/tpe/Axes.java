package dev.sextant.coordinator.search.tpe;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;

/** What kind each axis of a space is: one with an order, or so many values without one. Immutable. */
public final class Axes {
    private final SearchSpace space;
    /** Number of values without an order; 0 where there is an order. */
    private final int[] categories;

    public Axes(SearchSpace space) {
        this.space = space;
        this.categories = space.parameters().stream()
                .mapToInt(parameter -> parameter instanceof CategoricalParameter categorical
                        ? categorical.values().size()
                        : 0)
                .toArray();
    }

    public SearchSpace space() {
        return space;
    }

    /** d. */
    int count() {
        return categories.length;
    }

    boolean isCategorical(int axis) {
        return categories[axis] > 0;
    }

    int categories(int axis) {
        return categories[axis];
    }

    /** Which of its values a position on a categorical axis is. */
    int category(int axis, double position) {
        return Math.min(categories[axis] - 1, (int) Math.floor(position * categories[axis]));
    }

    /** The point of a configuration: [d], NaN where a parameter plays no part. */
    public double[] point(Configuration configuration) {
        double[] point = space.pointOf(configuration);
        for (int axis = 0; axis < point.length; axis++) {
            if (!configuration.values().containsKey(space.parameters().get(axis).name())) {
                point[axis] = Double.NaN;
            }
        }
        return point;
    }

    /** The configuration at a point; where a NaN plays a part after all it is the middle of the axis. */
    public Configuration configuration(double[] point) {
        return space.at(Arrays.stream(point)
                .map(position -> Double.isNaN(position) ? 0.5 : position)
                .toArray());
    }
}
