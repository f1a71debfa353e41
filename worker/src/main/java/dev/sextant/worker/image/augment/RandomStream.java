package dev.sextant.worker.image.augment;

import dev.sextant.common.random.SplitMix64;

/** A stream of random numbers that is the same for the same seed on every machine: SplitMix64. Used by one thread. */
public final class RandomStream {
    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /**
     * Returns the stream of an image or a batch in an epoch of a trial.
     *
     * @param index index of the image from 0, or a negative number for a batch
     */
    public static RandomStream of(long trialSeed, int epoch, int index) {
        long epochSeed = SplitMix64.mix(trialSeed + SplitMix64.GOLDEN_GAMMA * epoch);
        return new RandomStream(SplitMix64.mix(epochSeed + SplitMix64.GOLDEN_GAMMA * (index + 1L)));
    }

    /** Returns a uniform number in [0, 1). */
    double nextDouble() {
        state += SplitMix64.GOLDEN_GAMMA;
        return SplitMix64.uniform(SplitMix64.mix(state));
    }

    /** Returns a uniform number between two numbers. */
    double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Returns a uniform number in [-magnitude, magnitude). */
    double nextSymmetric(double magnitude) {
        return nextDouble(-magnitude, magnitude);
    }

    /** Returns true with a probability. */
    boolean nextBoolean(double probability) {
        return nextDouble() < probability;
    }

    /** Returns a uniform number from 0 to {@code bound - 1}. */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /**
     * Returns a number from Beta(alpha, alpha) by Jöhnk's rejection method (Erzeugung von betaverteilten und
     * gammaverteilten Zufallszahlen, Metrika 8, 1964), computed in logarithms, since powers of 1 / alpha underflow.
     *
     * @param alpha above 0, up to about 4; larger values reject more
     */
    double nextBeta(double alpha) {
        while (true) {
            double x = Math.log(1 - nextDouble()) / alpha;
            double y = Math.log(1 - nextDouble()) / alpha;
            double larger = Math.max(x, y);
            double logSum = larger + Math.log(Math.exp(x - larger) + Math.exp(y - larger));
            if (logSum <= 0) {
                return Math.exp(x - logSum);
            }
        }
    }
}
