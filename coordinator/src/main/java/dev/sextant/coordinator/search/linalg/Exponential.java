package dev.sextant.coordinator.search.linalg;

/**
 * e^x of many numbers at once, several times faster than {@link Math#exp} and the same bits on any machine.
 *
 * <p>x = k · ln 2 + r with |r| ≤ ½ ln 2; e^r by its Taylor polynomial of degree 11 (relative error below 1e-14), 2^k by
 * its bits.
 */
public final class Exponential {
    private static final double LOG2_E = 1.4426950408889634;
    /** The first 32 bits of ln 2, so that k · LN2_HIGH is exact; and the rest. */
    private static final double LN2_HIGH = 0.6931471803691238;

    private static final double LN2_LOW = 1.9082149292705877e-10;
    /** Adding and subtracting it rounds to the nearest integer. */
    private static final double ROUNDING = 0x1.8p52;
    /** Below it e^x is taken as that of this bound: near enough to 0 for a covariance. */
    private static final double LEAST = -700;

    private static final double MOST = 700;
    /** 1 / n! */
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
     * Replaces x by e^x, where x is taken to lie in [−700, 700].
     *
     * @param x read and written at [0, count)
     * @param scratch of length count at least
     */
    public static void inPlace(double[] x, int count, double[] scratch) {
        // Three loops: only the middle one is long, and without branches it becomes vector instructions.
        for (int i = 0; i < count; i++) {
            if (!(x[i] >= LEAST && x[i] <= MOST)) {
                x[i] = x[i] > MOST ? MOST : LEAST;
            }
        }
        for (int i = 0; i < count; i++) {
            double v = x[i];
            double shifted = v * LOG2_E + ROUNDING;
            double k = shifted - ROUNDING;
            double r = (v - k * LN2_HIGH) - k * LN2_LOW;
            scratch[i] = shifted;
            // Two halves of the polynomial, so that the processor can work on both at once.
            double s = r * r;
            double low = 1 + r + s * (C2 + r * C3 + s * (C4 + r * C5));
            double high = C6 + r * C7 + s * (C8 + r * C9 + s * (C10 + r * C11));
            x[i] = low + s * s * s * high;
        }
        for (int i = 0; i < count; i++) {
            // The low bits of the shifted number are k.
            long k = Double.doubleToRawLongBits(scratch[i]) << 52;
            x[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(x[i]) + k);
        }
    }
}
