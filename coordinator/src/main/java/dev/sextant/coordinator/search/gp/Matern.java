package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Exponential;

/**
 * The Matérn covariance with ν = 5/2 (GPML equation 4.17): k(r) = σ_f² (1 + √5 r + 5/3 r²) e^(−√5 r) with r the distance in
 * units of the length scales.
 */
final class Matern {
    private static final double SQRT_5 = Math.sqrt(5);

    private Matern() {}

    /**
     * Replaces squared distances r² by covariances k(r).
     *
     * @param squares [count at least] r², overwritten
     * @param signalVariance σ_f²
     * @param work work array of the same length
     * @param scratch another one
     */
    static void covariances(double[] squares, int count, double signalVariance, double[] work, double[] scratch) {
        for (int i = 0; i < count; i++) {
            work[i] = -SQRT_5 * Math.sqrt(squares[i]);
            squares[i] = signalVariance * (1 - work[i] + 5.0 / 3 * squares[i]);
        }
        Exponential.inPlace(work, count, scratch);
        for (int i = 0; i < count; i++) {
            squares[i] *= work[i];
        }
    }

    /**
     * Computes covariances as {@link #covariances} does, and the common factor of all derivatives. With r² = Σ_d w_d
     * δ_d², where w_d = ℓ_d⁻² and δ_d is the difference in parameter d, ∂k / ∂ ln ℓ_d = slope · w_d δ_d².
     *
     * @param slopes [count at least], overwritten
     */
    static void covariancesAndSlopes(
            double[] squares, double[] slopes, int count, double signalVariance, double[] work, double[] scratch) {
        for (int i = 0; i < count; i++) {
            double root = SQRT_5 * Math.sqrt(squares[i]);
            work[i] = -root;
            squares[i] = signalVariance * (1 + root + 5.0 / 3 * squares[i]);
            slopes[i] = signalVariance * (5.0 / 3) * (1 + root);
        }
        Exponential.inPlace(work, count, scratch);
        for (int i = 0; i < count; i++) {
            squares[i] *= work[i];
            slopes[i] *= work[i];
        }
    }
}
