package dev.sextant.coordinator.search.points;

import dev.sextant.common.random.SplitMix64;

/**
 * Random numbers computed by hashing their purpose (a seed, the number of a trial, an axis, ...). They need no
 * generator with a state, so every process draws the same ones.
 *
 * <p>The hash takes one word after the other through {@link SplitMix64}.
 */
public final class HashedRandom {
    private HashedRandom() {}

    /** Returns 64 random bits for some words; their order matters. */
    public static long bits(long... words) {
        long state = SplitMix64.GOLDEN_GAMMA * (words.length + 1L);
        for (long word : words) {
            state = bits(state, word);
        }
        return state;
    }

    /** Returns 64 random bits for earlier ones and one more word. */
    public static long bits(long state, long word) {
        return SplitMix64.mix(SplitMix64.mix(state + SplitMix64.GOLDEN_GAMMA) ^ (word * SplitMix64.GOLDEN_GAMMA));
    }

    /** Returns a number in [0, 1), a multiple of 2^-53, made of the upper 53 bits. */
    public static double uniform(long bits) {
        return SplitMix64.uniform(bits);
    }
}
