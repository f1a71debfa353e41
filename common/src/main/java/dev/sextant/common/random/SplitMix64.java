package dev.sextant.common.random;

/**
 * The parts of the SplitMix64 generator (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA
 * 2014, figure 17): its increment and its output function.
 *
 * <p>Output number {@code n}, counted from 1, of the generator with a seed is a function of seed and {@code n}, so it
 * can be computed anywhere, in any order:
 *
 * <pre>{@code
 * long bits = SplitMix64.mix(seed + n * SplitMix64.GOLDEN_GAMMA);
 * double uniform = SplitMix64.uniform(bits);
 * }</pre>
 *
 * <p>Stored seeds and the results of studies depend on these functions: their bits must not change.
 */
public final class SplitMix64 {
    /** Increment of the generator's state: 2^64 divided by the golden ratio, made odd. */
    public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private SplitMix64() {}

    /**
     * Returns the output of the generator for a state. Two states that differ in one bit give outputs that differ in
     * about half of their bits. This is the finalizer "Mix13" of Stafford (Better Bit Mixing, 2011).
     *
     * @param state any number; 0 gives 0
     */
    public static long mix(long state) {
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * Returns the upper 53 bits as a number in [0, 1), a multiple of 2^-53.
     *
     * @param bits 64 random bits, as {@link #mix} returns them
     */
    public static double uniform(long bits) {
        return (bits >>> 11) * TWO_TO_MINUS_53;
    }
}
