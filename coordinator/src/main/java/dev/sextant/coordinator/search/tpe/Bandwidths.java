package dev.sextant.coordinator.search.tpe;

import java.util.Arrays;
import java.util.List;

/**
 * Bandwidths of kernels, by axis: the standard deviation on an ordered axis, the probability of a category other than the
 * kernel's on a categorical axis. Immutable.
 */
public final class Bandwidths {
    private static final double TPE_FACTOR = 0.2;
    private static final int TPE_MAX_KERNELS = 100;
    private static final double NORMAL_REFERENCE_FACTOR = 1.06;
    private static final double MIN_WIDTH = 1e-3;

    private final double[] widths;

    private Bandwidths(double[] widths) {
        this.widths = widths;
    }

    /**
     * The bandwidths of multivariate TPE in Optuna 4: 0.2 · n^(−1/(d + 4)), but at least 1 / min(100, n + 2). For K
     * categories each gets the additional count 1/(n + 1), where n + 1 is the number of kernels with that of the prior; the
     * categories other than the kernel's have the probability (K − 1) / (n + 1 + K).
     *
     * @param n number of points
     */
    public static Bandwidths ofMultivariateTpe(Axes axes, int n) {
        double ordered = Math.max(
                TPE_FACTOR * Math.pow(Math.max(n, 1), -1.0 / (axes.count() + 4)),
                1.0 / Math.min(TPE_MAX_KERNELS, n + 2));
        double[] widths = new double[axes.count()];
        for (int axis = 0; axis < widths.length; axis++) {
            int categories = axes.categories(axis);
            widths[axis] = categories == 0 ? ordered : (categories - 1.0) / (n + 1.0 + categories);
        }
        return new Bandwidths(widths);
    }

    /**
     * The normal reference rule h = 1.06 · σ · n^(−1/(d + 4)), where σ is the standard deviation of the points on the axis;
     * at least 0.001. BOHB takes it from statsmodels. For K categories the same rule is applied to their indices, up to (K −
     * 1) / K, at which all categories are equally probable.
     */
    public static Bandwidths ofNormalReference(Axes axes, List<double[]> points) {
        double[] widths = new double[axes.count()];
        double sampleFactor = Math.pow(points.size(), -1.0 / (axes.count() + 4));
        for (int axis = 0; axis < widths.length; axis++) {
            int index = axis;
            int categories = axes.categories(axis);
            double[] present = points.stream()
                    .mapToDouble(point -> point[index])
                    .filter(position -> !Double.isNaN(position))
                    .map(position -> categories == 0 ? position : axes.category(index, position))
                    .toArray();
            double width = Math.max(MIN_WIDTH, NORMAL_REFERENCE_FACTOR * deviation(present) * sampleFactor);
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

    /** These bandwidths with those of ordered axes multiplied by a factor. */
    Bandwidths times(double factor, Axes axes) {
        double[] wider = widths.clone();
        for (int axis = 0; axis < wider.length; axis++) {
            if (!axes.isCategorical(axis)) {
                wider[axis] *= factor;
            }
        }
        return new Bandwidths(wider);
    }

    /** The bandwidth of an axis. */
    double at(int axis) {
        return widths[axis];
    }
}
