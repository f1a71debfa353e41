package dev.sextant.coordinator.search.forecast;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;

/**
 * A scale for the values of a study: asinh((y − m) / s). m is their median, s the standard deviation of a normal distribution
 * with their quartiles, but at least a fifth of the distance from the median to the best value. The scale is linear near the
 * median and logarithmic far from it, so that a loss that nearly diverged does not dominate. Larger is better. Immutable.
 */
public final class ValueScale {
    /** Interquartile range of a normal distribution in standard deviations. */
    private static final double INTERQUARTILE_RANGE = 1.349;

    /** Largest distance of the best value from the median in units of s, for studies where most trials are stuck. */
    private static final double MAX_BEST = 5;

    /** For |x| beyond this bound, asinh(x) = ±ln(2 |x|) in double precision. */
    private static final double LARGE = 1e8;

    private final double[] sorted;
    private final double median;
    private final double unit;

    /**
     * Creates a scale for values.
     *
     * @param values at least one, all finite; larger is better
     */
    public ValueScale(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        median = quantile(0.5);
        double spread = Math.max(
                (quantile(0.75) - quantile(0.25)) / INTERQUARTILE_RANGE,
                (sorted[sorted.length - 1] - median) / MAX_BEST);
        double range = sorted[sorted.length - 1] - sorted[0];
        unit = spread > 0 ? spread : range > 0 ? range : 1;
    }

    private double quantile(double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** The scaled value: asinh((y − m) / s). */
    double scaled(double value) {
        double units = (value - median) / unit;
        // asinh would overflow for large numbers, because it squares them.
        return Math.abs(units) < LARGE
                ? FastMath.asinh(units)
                : Math.copySign(Math.log(Math.abs(units)) + Math.log(2), units);
    }

    /** The value with a given scaled value, the inverse of {@link #scaled}. */
    double value(double scaled) {
        return median + unit * Math.sinh(scaled);
    }

    /** The quantile of a value among all values: the share of smaller values plus half the share of equal ones. */
    double quantileOf(double value) {
        return (firstAtLeast(value) + firstAtLeast(Math.nextUp(value))) / (2.0 * sorted.length);
    }

    private int firstAtLeast(double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int between = (low + high) / 2;
            if (sorted[between] < value) {
                low = between + 1;
            } else {
                high = between;
            }
        }
        return low;
    }

    /**
     * Upper bound of the values to expect: 1 when all values lie in [0, 1] (shares), 0 when none is positive (negated losses),
     * otherwise infinity.
     */
    double ceiling() {
        double smallest = sorted[0];
        double largest = sorted[sorted.length - 1];
        if (smallest < 0) {
            return largest <= 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return largest <= 1 ? 1 : Double.POSITIVE_INFINITY;
    }
}
