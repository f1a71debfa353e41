package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** Converts the losses of TaskSet to scores: larger is better, and 1 is the best of all. */
final class TasksetScores {
    private TasksetScores() {}

    /**
     * The scores of losses, see {@link TasksetTable}.
     *
     * @param losses [rows][T], NaN where not finite
     */
    static double[][] of(double[][] losses) {
        double worst = median(Arrays.stream(losses)
                .mapToDouble(curve -> curve[0])
                .filter(Double::isFinite)
                .toArray());
        double least = Arrays.stream(losses)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("The table has no finite loss"));
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
