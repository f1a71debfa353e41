package dev.sextant.coordinator.search.linalg;

/**
 * The exponential function of many numbers at once, several times faster than {@link Math#exp}, with the same bits on every
 * machine.
 *
 * <p>Writes x = k · ln 2 + r with |r| ≤ ½ ln 2. Computes e^r by its Taylor polynomial of degree 11 (relative error below
 * 1e-14), and 2^k by setting the exponent's bits.
 */
public final class Exponential {
    private static final double LOG2_E = 1.4426950408889634;
    /** The first 32 bits of ln 2, so that k · LN2_HIGH is exact. */
    private static final double LN2_HIGH = 0.6931471803691238;
    /** ln 2 − LN2_HIGH. */
    private static final double LN2_LOW = 1.9082149292705877e-10;
    /** Adding and subtracting this number rounds to the nearest integer. */
    private static final double ROUNDING = 0x1.8p52;
    /** Smaller numbers are replaced by this one, whose exponential is near enough to 0 for a covariance. */
    private static final double MIN = -700;
    /** Larger numbers are replaced by this one. */
    private static final double MAX = 700;
    /** Taylor coefficients 1 / n!. */
    private static final double C2 = 1.0 / 2;

    private static final double C3 = 1.0 / 6;
    private static final double C4 = 1.0 / 24;
    private static final double C5 = 1.0 / 120;
    private static final double C6 = 1.0 / 720;
    private static final double C7 = 1.0 / 5040;
    private static final double C8 = 1.0 / 40320;
    private static final double C9 = 1.0 / 362880;
    private static final double C10 = 1.0 / 3628800;
    private static final double C11 = 1.0 / 39916800;

    private Exponential() {}

    /**
     * Replaces numbers by their exponentials. Numbers outside [−700, 700] count as the nearer bound, NaN as −700.
     *
     * @param x numbers; the first {@code count} are replaced
     * @param scratch work array of length {@code count} at least
     */
    public static void inPlace(double[] x, int count, double[] scratch) {
        // Three loops: the long one in the middle has no branches, so that it becomes vector instructions.
        for (int i = 0; i < count; i++) {
            if (!(x[i] >= MIN && x[i] <= MAX)) {
                x[i] = x[i] > MAX ? MAX : MIN;
            }
        }
        for (int i = 0; i < count; i++) {
            double v = x[i];
            double shifted = v * LOG2_E + ROUNDING;
            double k = shifted - ROUNDING;
            double r = (v - k * LN2_HIGH) - k * LN2_LOW;
            scratch[i] = shifted;
            // Two halves of the polynomial, which the processor computes in parallel.
            double s = r * r;
            double low = 1 + r + s * (C2 + r * C3 + s * (C4 + r * C5));
            double high = C6 + r * C7 + s * (C8 + r * C9 + s * (C10 + r * C11));
            x[i] = low + s * s * s * high;
        }
        for (int i = 0; i < count; i++) {
            // The low bits of the shifted number are k; shifted to the exponent they multiply by 2^k.
            long k = Double.doubleToRawLongBits(scratch[i]) << 52;
            x[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(x[i]) + k);
        }
    }
}
