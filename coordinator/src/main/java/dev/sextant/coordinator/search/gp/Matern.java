package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Exponential;

/** The Matérn covariance with ν = 5/2 (GPML equation 4.17). */
final class Matern {
    private static final double SQRT_5 = Math.sqrt(5);

    private Matern() {}

    /**
     * Replaces squared scaled distances R = r² by σ_f² (1 + √5 r + 5/3 r²) e^(−√5 r).
     *
     * @param squares [count at least]
     * @param work two arrays of the same length
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
     * The same, and what its derivatives have in common: with R = Σ_d w_d δ_d², w_d = ℓ_d⁻², the derivative of the
     * covariance by ln ℓ_d is {@code slopes} · w_d δ_d².
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
