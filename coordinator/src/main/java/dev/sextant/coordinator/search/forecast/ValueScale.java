package dev.sextant.coordinator.search.forecast;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;

/**
 * The scale on which a study's values are compared: asinh((y − m) / s) with their median m and s the standard deviation
 * that a normal distribution with their quartiles has, and at least a fifth of the way to the best value. Near the median
 * it is linear, and values that are far off (a loss that nearly diverged) count for their order of magnitude. Larger is
 * better. Immutable.
 */
public final class ValueScale {
    /** Quartiles of a normal distribution lie so many standard deviations apart. */
    private static final double BETWEEN_QUARTILES = 1.349;

    /** Of s, how far above the median the best value lies at most: where most trials are stuck, quartiles say nothing. */
    private static final double BEST_ABOVE_MEDIAN = 5;

    /** From here on asinh(x) = ln(2 x) to the last digit. */
    private static final double LARGE = 1e8;

    private final double[] sorted;
    private final double middle;
    private final double unit;

    /** @param values at least one, all finite; kept as they are */
    public ValueScale(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        middle = quantile(0.5);
        double spread = Math.max(
                (quantile(0.75) - quantile(0.25)) / BETWEEN_QUARTILES,
                (sorted[sorted.length - 1] - middle) / BEST_ABOVE_MEDIAN);
        double range = sorted[sorted.length - 1] - sorted[0];
        unit = spread > 0 ? spread : range > 0 ? range : 1;
    }

    private double quantile(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    double scaled(double value) {
        double units = (value - middle) / unit;
        // asinh squares what it is given.
        return Math.abs(units) < LARGE
                ? FastMath.asinh(units)
                : Math.copySign(Math.log(Math.abs(units)) + Math.log(2), units);
    }

    /** The value that is scaled to this. */
    double value(double scaled) {
        return middle + unit * Math.sinh(scaled);
    }

    /** Share of the values that are smaller, half of the equal ones among them: in [0, 1]. */
    double position(double value) {
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
     * What no value can be expected to exceed: 1 where all lie between 0 and 1 (shares), 0 where none is positive (losses),
     * else infinity.
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
