package dev.sextant.coordinator.search.tpe;

import java.util.Arrays;
import java.util.List;

/** How wide kernels are, by axis: a standard deviation where there is an order, else the probability of another value. */
public final class Bandwidths {
    private static final double FIRST_WIDTH = 0.2;
    private static final int MOST_KERNELS = 100;
    private static final double NORMAL_REFERENCE = 1.06;
    private static final double NARROWEST = 1e-3;

    private final double[] widths;

    private Bandwidths(double[] widths) {
        this.widths = widths;
    }

    /**
     * Those of multivariate TPE in Optuna 4: 0.2 · n^(−1/(d + 4)), not below 1 / min(100, n + 2); of K values one more
     * count, 1/(n + 1) each, which makes (K − 1) / (n + 1 + K) for another value than the kernel's. With the prior there
     * are n + 1 kernels.
     *
     * @param n points
     */
    public static Bandwidths ofMultivariateTpe(Axes axes, int n) {
        double ordered = Math.max(
                FIRST_WIDTH * Math.pow(Math.max(n, 1), -1.0 / (axes.count() + 4)), 1.0 / Math.min(MOST_KERNELS, n + 2));
        double[] widths = new double[axes.count()];
        for (int axis = 0; axis < widths.length; axis++) {
            int categories = axes.categories(axis);
            widths[axis] = categories == 0 ? ordered : (categories - 1.0) / (n + 1.0 + categories);
        }
        return new Bandwidths(widths);
    }

    /**
     * The normal reference rule, h = 1.06 · σ · n^(−1/(d + 4)) with σ the standard deviation of the points on the axis, at
     * least 0.001, as BOHB has it from statsmodels. Categories by the same rule, their index the number, and no more than (K −
     * 1) / K, with which all are equally probable.
     */
    public static Bandwidths ofNormalReference(Axes axes, List<double[]> points) {
        double[] widths = new double[axes.count()];
        double shrinking = Math.pow(points.size(), -1.0 / (axes.count() + 4));
        for (int axis = 0; axis < widths.length; axis++) {
            int at = axis;
            int categories = axes.categories(axis);
            double[] present = points.stream()
                    .mapToDouble(point -> point[at])
                    .filter(position -> !Double.isNaN(position))
                    .map(position -> categories == 0 ? position : axes.category(at, position))
                    .toArray();
            double width = Math.max(NARROWEST, NORMAL_REFERENCE * deviation(present) * shrinking);
            widths[axis] = categories == 0 ? width : Math.min(width, (categories - 1.0) / categories);
        }
        return new Bandwidths(widths);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }

    /** Wider where there is an order, for sampling. */
    Bandwidths times(double factor, Axes axes) {
        double[] wider = widths.clone();
        for (int axis = 0; axis < wider.length; axis++) {
            if (!axes.isCategorical(axis)) {
                wider[axis] *= factor;
            }
        }
        return new Bandwidths(wider);
    }

    double at(int axis) {
        return widths[axis];
    }
}
