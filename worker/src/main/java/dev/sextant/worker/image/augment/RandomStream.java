package dev.sextant.worker.image.augment;

/**
 * A stream of random numbers that is the same for the same seed on every machine: SplitMix64 (Steele, Lea and Flood, Fast
 * splittable pseudorandom number generators, OOPSLA 2014). Used by one thread.
 */
public final class RandomStream {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /** The stream of an image in an epoch of a trial, or of a batch. */
    public static RandomStream of(long trialSeed, int epoch, int index) {
        return new RandomStream(mix(mix(trialSeed + GOLDEN * epoch) + GOLDEN * (index + 1L)));
    }

    private long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (next() >>> 11) * TWO_TO_MINUS_53;
    }

    /** Uniform between two numbers. */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Uniform within so much of 0. */
    double around(double most) {
        return between(-most, most);
    }

    /** True with a probability. */
    boolean chance(double probability) {
        return unit() < probability;
    }

    /** Uniform among 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) (unit() * bound);
    }

    /**
     * Beta(alpha, alpha), by Jöhnk's rejection (Erzeugung von betaverteilten und gammaverteilten Zufallszahlen, Metrika 8,
     * 1964), in logarithms, since powers of 1 / alpha underflow.
     *
     * @param alpha above 0, to about 4: the larger, the more is rejected
     */
    double beta(double alpha) {
        while (true) {
            double x = Math.log(1 - unit()) / alpha;
            double y = Math.log(1 - unit()) / alpha;
            double larger = Math.max(x, y);
            double logSum = larger + Math.log(Math.exp(x - larger) + Math.exp(y - larger));
            if (logSum <= 0) {
                return Math.exp(x - logSum);
            }
        }
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
