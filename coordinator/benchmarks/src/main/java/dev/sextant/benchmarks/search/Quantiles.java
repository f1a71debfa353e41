package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** Quantiles of a sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** @param values at least one; may be infinite */
    static Quantiles of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("Quantiles need at least one value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(sorted);
    }

    /** The quantile of a probability in [0, 1]. */
    double at(double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        double fraction = position - below;
        if (fraction == 0 || sorted[below] == sorted[below + 1]) {
            // The formula would give NaN for infinities.
            return sorted[below];
        }
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
    }
}
