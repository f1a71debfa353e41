package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Leave-group-out cross-validation of a Gaussian process in closed form. With B the rows of a group, the residual of the
 * group predicted from all other data is y_B − μ_B = ([K⁻¹]_BB)⁻¹ [K⁻¹ y]_B, with the covariance ([K⁻¹]_BB)⁻¹ (GPML section
 * 5.4.2 for single data; Ginsbourger and Schärer, Fast calculation of Gaussian process multiple-fold cross-validation
 * residuals and their covariances, 2021, for groups).
 */
final class LeaveGroupOut {
    private LeaveGroupOut() {}

    /**
     * The residuals of all data, each predicted without its group, in standard deviations of the prediction.
     *
     * @param factor Cholesky factor of K, noise included
     * @param alpha K⁻¹ y, [n]
     * @param groups group of each datum, [n]
     * @return [n]
     */
    static double[] residuals(Cholesky factor, double[] alpha, int[] groups) {
        double[][] inverse = factor.inverse();
        double[] residuals = new double[groups.length];
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            int[] rows = IntStream.range(0, groups.length)
                    .filter(row -> groups[row] == group)
                    .toArray();
            computeResiduals(rows, inverse, alpha, residuals);
        }
        return residuals;
    }

    private static void computeResiduals(int[] rows, double[][] inverse, double[] alpha, double[] residuals) {
        int size = rows.length;
        // [K⁻¹]_BB, of which the upper triangle is read.
        double[][] block = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                block[i][j] = inverse[Math.max(rows[i], rows[j])][Math.min(rows[i], rows[j])];
            }
        }
        Cholesky precision = Cholesky.of(block, size)
                .orElseThrow(() -> new ArithmeticException(
                        "The precision matrix of a group of " + size + " data is not positive definite"));
        double[] differences = precision.solve(
                Arrays.stream(rows).mapToDouble(row -> alpha[row]).toArray());
        double[][] covariance = precision.inverse();
        for (int i = 0; i < size; i++) {
            residuals[rows[i]] = differences[i] / Math.sqrt(covariance[i][i]);
        }
    }
}
