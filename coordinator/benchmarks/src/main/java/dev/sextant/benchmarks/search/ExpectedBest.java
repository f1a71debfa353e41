package dev.sextant.benchmarks.search;

import java.util.Arrays;

/** The expected maximum of a draw without replacement from finitely many scores, exactly. */
final class ExpectedBest {
    private ExpectedBest() {}

    /**
     * Σ_k score_(k) · C(k − 1, m − 1) / C(n, m), with the scores in ascending order, k from m to n.
     *
     * @param scores n of them, in any order
     * @param drawn m, in [1, n]
     */
    static double of(double[] scores, int drawn) {
        if (drawn < 1 || drawn > scores.length) {
            throw new IllegalArgumentException("Cannot draw " + drawn + " of " + scores.length + " scores");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        // P(the k-th smallest is the largest drawn), from k = n down: m/n, then each times (k − m) / (k − 1).
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
