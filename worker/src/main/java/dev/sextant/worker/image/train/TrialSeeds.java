package dev.sextant.worker.image.train;

import dev.sextant.common.random.SplitMix64;

/** Seeds and shuffles that depend only on the seed of the trial and the epoch. */
public final class TrialSeeds {
    private TrialSeeds() {}

    /**
     * Returns the seed of an epoch.
     *
     * @param epoch number of the epoch; negative before the first epoch of the trial; 0 gives the seed of the initial weights
     */
    public static long seed(long trialSeed, int epoch) {
        return SplitMix64.mix(trialSeed + SplitMix64.GOLDEN_GAMMA * (epoch + 1L));
    }

    /** Returns a shuffled copy (Fisher and Yates). */
    public static int[] shuffled(int[] values, long seed) {
        int[] shuffled = values.clone();
        long state = seed;
        for (int last = shuffled.length - 1; last > 0; last--) {
            state += SplitMix64.GOLDEN_GAMMA;
            int other = (int) Long.remainderUnsigned(SplitMix64.mix(state), last + 1L);
            int value = shuffled[last];
            shuffled[last] = shuffled[other];
            shuffled[other] = value;
        }
        return shuffled;
    }
}
