package dev.sextant.coordinator.search.tpe;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;

/**
 * A kernel density estimate: a mixture with equal weights of product kernels, one around each point. The kernel of an ordered
 * axis is a normal density truncated to [0, 1], that of a categorical axis the kernel of Aitchison and Aitken (Biometrika 63,
 * 1976). With a prior, one more kernel is as wide as the space (Bergstra et al., NeurIPS 2011, section 4). Where a parameter
 * of a point is inactive, its kernel is uniform on that axis. Immutable.
 */
public final class KernelDensity {
    private static final double PRIOR_MIDDLE = 0.5;
    private static final double PRIOR_WIDTH = 1;
    private static final double SQRT2 = Math.sqrt(2);
    private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

    private final Axes axes;
    private final List<double[]> points;
    private final Bandwidths widths;
    private final boolean hasPrior;
    /** ln of 1 / (σ √(2π) · mass inside [0, 1]), [points][d]; 0 for categories and NaN. */
    private final double[][] logScales;

    private final double priorLogScale = logScale(PRIOR_MIDDLE, PRIOR_WIDTH);

    /**
     * A density around points.
     *
     * @param points [d] each, NaN where a parameter is inactive; at least one when there is no prior
     * @param hasPrior whether one more kernel covers the whole space
     */
    public KernelDensity(Axes axes, List<double[]> points, Bandwidths widths, boolean hasPrior) {
        if (points.isEmpty() && !hasPrior) {
            throw new IllegalArgumentException("A density without a prior needs at least one point");
        }
        this.axes = axes;
        this.points = List.copyOf(points);
        this.widths = widths;
        this.hasPrior = hasPrior;
        logScales = new double[points.size()][axes.count()];
        for (int i = 0; i < logScales.length; i++) {
            for (int axis = 0; axis < axes.count(); axis++) {
                double position = points.get(i)[axis];
                logScales[i][axis] =
                        axes.isCategorical(axis) || Double.isNaN(position) ? 0 : logScale(position, widths.at(axis));
            }
        }
    }

    private static double logScale(double middle, double width) {
        double mass = Erf.erf(-middle / width / SQRT2, (1 - middle) / width / SQRT2) / 2;
        return -Math.log(width) - LOG_SQRT_2PI - Math.log(mass);
    }

    /** ln of the density at a point; axes on which it is NaN are left out. */
    double logAt(double[] point) {
        int kernels = points.size() + (hasPrior ? 1 : 0);
        double[] logs = new double[kernels];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < kernels; i++) {
            logs[i] = i < points.size() ? logKernel(i, point) : logPrior(point);
            largest = Math.max(largest, logs[i]);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum / kernels);
    }

    private double logKernel(int i, double[] point) {
        double[] middle = points.get(i);
        double log = 0;
        for (int axis = 0; axis < point.length; axis++) {
            if (Double.isNaN(point[axis])) {
                continue;
            }
            boolean categorical = axes.isCategorical(axis);
            if (Double.isNaN(middle[axis])) {
                log -= categorical ? Math.log(axes.categories(axis)) : 0;
            } else if (categorical) {
                log += Math.log(categoryMass(axis, middle[axis], point[axis]));
            } else {
                double deviations = (point[axis] - middle[axis]) / widths.at(axis);
                log += logScales[i][axis] - deviations * deviations / 2;
            }
        }
        return log;
    }

    private double categoryMass(int axis, double middle, double position) {
        int categories = axes.categories(axis);
        if (categories == 1) {
            return 1;
        }
        boolean same = axes.category(axis, middle) == axes.category(axis, position);
        return same ? 1 - widths.at(axis) : widths.at(axis) / (categories - 1);
    }

    private double logPrior(double[] point) {
        double log = 0;
        for (int axis = 0; axis < point.length; axis++) {
            if (Double.isNaN(point[axis])) {
                continue;
            }
            if (axes.isCategorical(axis)) {
                log -= Math.log(axes.categories(axis));
            } else {
                double deviations = (point[axis] - PRIOR_MIDDLE) / PRIOR_WIDTH;
                log += priorLogScale - deviations * deviations / 2;
            }
        }
        return log;
    }

    /**
     * Draws a point from the density, without NaN.
     *
     * @param widening factor for the bandwidths of ordered axes
     */
    double[] sample(SplittableRandom random, double widening) {
        Bandwidths wider = widths.times(widening, axes);
        int kernel = random.nextInt(points.size() + (hasPrior ? 1 : 0));
        double[] drawn = new double[axes.count()];
        for (int axis = 0; axis < drawn.length; axis++) {
            boolean isPrior = kernel == points.size();
            double middle = isPrior ? PRIOR_MIDDLE : points.get(kernel)[axis];
            if (Double.isNaN(middle) || (isPrior && axes.isCategorical(axis))) {
                drawn[axis] = random.nextDouble();
            } else if (axes.isCategorical(axis)) {
                drawn[axis] = category(axis, middle, random);
            } else {
                drawn[axis] = truncatedNormal(middle, isPrior ? PRIOR_WIDTH : wider.at(axis), random);
            }
        }
        return drawn;
    }

    private double category(int axis, double middle, SplittableRandom random) {
        int categories = axes.categories(axis);
        int own = axes.category(axis, middle);
        int drawn = own;
        if (categories > 1 && random.nextDouble() < widths.at(axis)) {
            int other = random.nextInt(categories - 1);
            drawn = other < own ? other : other + 1;
        }
        return (drawn + 0.5) / categories;
    }

    /** Draws from a normal distribution truncated to [0, 1], by inversion. */
    private static double truncatedNormal(double middle, double width, SplittableRandom random) {
        double low = Erf.erf(-middle / width / SQRT2);
        double high = Erf.erf((1 - middle) / width / SQRT2);
        double drawn = middle + width * SQRT2 * Erf.erfInv(low + random.nextDouble() * (high - low));
        return Math.min(1, Math.max(0, drawn));
    }
}
