package dev.sextant.coordinator.search.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How far residuals go, when those of one trial count together as one. */
final class ResidualScale {
    private ResidualScale() {}

    /**
     * The residual that those of one more trial stay below with a probability: the least one that has a share of at least
     * {@code probability} · (trials + 1) of the trials at or below it, the largest where there are too few trials for that.
     *
     * @param residuals at least one
     * @param trials [n] whose each residual is
     */
    static double of(double[] residuals, int[] trials, double probability) {
        Map<Integer, Long> counts =
                Arrays.stream(trials).boxed().collect(Collectors.groupingBy(trial -> trial, Collectors.counting()));
        int[] order = IntStream.range(0, residuals.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> residuals[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double wanted = probability * (counts.size() + 1);
        double below = 0;
        for (int i : order) {
            below += 1.0 / counts.get(trials[i]);
            if (below >= wanted) {
                return residuals[i];
            }
        }
        return residuals[order[order.length - 1]];
    }
}
