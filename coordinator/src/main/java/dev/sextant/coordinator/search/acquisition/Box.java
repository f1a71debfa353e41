package dev.sextant.coordinator.search.acquisition;

import java.util.Arrays;
import java.util.SplittableRandom;

/** An axis-parallel box in the unit cube. Immutable. */
public final class Box {
    private final double[] low;
    private final double[] high;

    /**
     * Creates a box between two bounds on each axis.
     *
     * @param low [D], each in [0, 1]
     * @param high [D], each in [low, 1]
     */
    public Box(double[] low, double[] high) {
        this.low = low.clone();
        this.high = high.clone();
    }

    /** The whole unit cube. */
    public static Box unit(int dimensions) {
        double[] high = new double[dimensions];
        Arrays.fill(high, 1);
        return new Box(new double[dimensions], high);
    }

    /** A point drawn uniformly from the box. */
    double[] randomPoint(SplittableRandom random) {
        double[] point = random.doubles(low.length).toArray();
        for (int axis = 0; axis < point.length; axis++) {
            point[axis] = low[axis] + point[axis] * (high[axis] - low[axis]);
        }
        return point;
    }

    /** The lower or the upper bound of an axis, with probability ½ each. */
    double randomBound(int axis, SplittableRandom random) {
        return random.nextInt(2) == 0 ? low[axis] : high[axis];
    }

    /** The position on an axis of the box that is nearest to another position. */
    double clip(int axis, double position) {
        return Math.max(low[axis], Math.min(high[axis], position));
    }
}
