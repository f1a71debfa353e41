package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** TaskSet's losses as scores: larger is better, 1 the best of all. */
final class TasksetScores {
    private TasksetScores() {}

    /** @param losses [rows × T], NaN where not finite */
    static double[][] of(double[][] losses) {
        double worst = median(Arrays.stream(losses)
                .mapToDouble(curve -> curve[0])
                .filter(Double::isFinite)
                .toArray());
        double least = Arrays.stream(losses)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("A table of losses needs a finite one"));
        return Arrays.stream(losses)
                .map(curve -> Arrays.stream(curve)
                        .map(loss ->
                                (worst - (Double.isFinite(loss) ? Math.min(loss, worst) : worst)) / (worst - least))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double median(double[] values) {
        return Quantiles.of(values).at(0.5);
    }
}
