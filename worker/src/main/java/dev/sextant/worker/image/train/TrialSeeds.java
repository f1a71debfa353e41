package dev.sextant.worker.image.train;

/** Seeds and shuffles that depend on nothing but the trial's seed and the epoch. */
public final class TrialSeeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private TrialSeeds() {}

    /** The seed of an epoch; epoch 0 stands for the initial weights. */
    public static long seed(long trialSeed, int epoch) {
        return mix(trialSeed + GOLDEN * (epoch + 1L));
    }

    /** Fisher and Yates' shuffle of a copy. */
    public static int[] shuffled(int[] values, long seed) {
        int[] shuffled = values.clone();
        long state = seed;
        for (int last = shuffled.length - 1; last > 0; last--) {
            state += GOLDEN;
            int other = (int) Long.remainderUnsigned(mix(state), last + 1L);
            int value = shuffled[last];
            shuffled[last] = shuffled[other];
            shuffled[other] = value;
        }
        return shuffled;
    }

    /** SplitMix64's finaliser (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
