package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** The expected maximum of scores drawn without replacement, computed exactly. */
final class ExpectedBest {
    private ExpectedBest() {}

    /**
     * The expected maximum Σ_k score_(k) · C(k − 1, m − 1) / C(n, m), with the scores in ascending order and k from m to n.
     *
     * @param scores n scores in any order
     * @param drawn number m of scores drawn, in [1, n]
     */
    static double of(double[] scores, int drawn) {
        if (drawn < 1 || drawn > scores.length) {
            throw new IllegalArgumentException("Cannot draw " + drawn + " of " + scores.length + " scores");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        // The probability that the k-th smallest is the maximum: m/n for k = n; for k − 1 that of k times (k − m) / (k
        // − 1).
        double probability = (double) drawn / n;
        double expected = 0;
        for (int k = n; k >= drawn; k--) {
            expected += probability * sorted[k - 1];
            if (k > 1) {
                probability *= (double) (k - drawn) / (k - 1);
            }
        }
        return expected;
    }
}
