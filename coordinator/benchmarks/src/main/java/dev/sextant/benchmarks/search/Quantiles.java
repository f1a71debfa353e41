package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** Quantiles of a sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** @param values at least one; infinities are values */
    static Quantiles of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("Quantiles need at least one value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /** @param share in [0, 1] */
    double at(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        double rest = position - below;
        if (rest == 0 || sorted[below] == sorted[below + 1]) {
            // Not by the formula: with infinities it gives NaN.
            return sorted[below];
        }
        return sorted[below] + rest * (sorted[below + 1] - sorted[below]);
    }
}
