package dev.sextant.coordinator.search.points;

/**
 * Random numbers that are functions of what they are for (a seed, a trial's number, an axis, ...) instead of a
 * generator's history, so that any process draws the same.
 *
 * <p>Each word is added to the golden-ratio Weyl sequence and passed through the finaliser "Mix13" of David Stafford
 * (Better Bit Mixing, 2011), as in SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17).
 */
public final class Mixing {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mixing() {}

    /** 64 well mixed bits of the words, in their order. */
    public static long bits(long... words) {
        long state = GOLDEN * (words.length + 1L);
        for (long word : words) {
            state = bits(state, word);
        }
        return state;
    }

    /** 64 well mixed bits of a state and one word more. */
    public static long bits(long state, long word) {
        return finish(finish(state + GOLDEN) ^ (word * GOLDEN));
    }

    /** A number in [0, 1), a multiple of 2^-53, that is a function of the bits. */
    public static double uniform(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    private static long finish(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
