package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cross-validation of a Gaussian process without factoring once for each group that is left out: with B the group's
 * rows, y_B − μ_B = ([K⁻¹]_BB)⁻¹ [K⁻¹ y]_B, and ([K⁻¹]_BB)⁻¹ is the covariance of what is expected there (GPML section 5.4.2
 * for single data; Ginsbourger and Schärer, Fast calculation of Gaussian process multiple-fold cross-validation residuals
 * and their covariances, 2021, for groups).
 */
final class LeaveGroupOut {
    private LeaveGroupOut() {}

    /**
     * @param factor of K, noise included
     * @param alpha K⁻¹ y, [n]
     * @param groups [n]
     * @return [n] residuals in standard deviations
     */
    static double[] residuals(Cholesky factor, double[] alpha, int[] groups) {
        double[][] inverse = factor.inverse();
        double[] residuals = new double[groups.length];
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            int[] rows = IntStream.range(0, groups.length)
                    .filter(row -> groups[row] == group)
                    .toArray();
            leaveOut(rows, inverse, alpha, residuals);
        }
        return residuals;
    }

    private static void leaveOut(int[] rows, double[][] inverse, double[] alpha, double[] residuals) {
        int size = rows.length;
        double[][] block = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                block[i][j] = inverse[Math.max(rows[i], rows[j])][Math.min(rows[i], rows[j])];
            }
        }
        Cholesky precision = Cholesky.of(block, size)
                .orElseThrow(() -> new ArithmeticException(
                        "The precision of " + size + " data left out is not positive definite"));
        double[] differences = precision.solve(
                Arrays.stream(rows).mapToDouble(row -> alpha[row]).toArray());
        double[][] covariance = precision.inverse();
        for (int i = 0; i < size; i++) {
            residuals[rows[i]] = differences[i] / Math.sqrt(covariance[i][i]);
        }
    }
}
