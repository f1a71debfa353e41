package dev.sextant.coordinator.search.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Quantiles of residuals in which each trial counts once, however many residuals it has. */
final class ConformalQuantile {
    private ConformalQuantile() {}

    /**
     * The residual that those of a new trial stay below with a given probability (split conformal prediction): the smallest
     * one that a share of {@code probability} · (trials + 1) trials reaches from below. The largest residual when there are
     * too few trials.
     *
     * @param residuals [n], at least one
     * @param trials trial of each residual, [n]
     */
    static double of(double[] residuals, int[] trials, double probability) {
        Map<Integer, Long> residualsOfTrial =
                Arrays.stream(trials).boxed().collect(Collectors.groupingBy(trial -> trial, Collectors.counting()));
        int[] ascending = IntStream.range(0, residuals.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> residuals[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double required = probability * (residualsOfTrial.size() + 1);
        double trialsBelow = 0;
        for (int i : ascending) {
            trialsBelow += 1.0 / residualsOfTrial.get(trials[i]);
            if (trialsBelow >= required) {
                return residuals[i];
            }
        }
        return residuals[ascending[ascending.length - 1]];
    }
}
