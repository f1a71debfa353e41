package dev.sextant.worker.image.layer;

import java.nio.IntBuffer;
import java.util.function.BiFunction;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way back through a rectifier: the gradient where the value lies between 0 and a ceiling, both excluded, and 0
 * elsewhere. ND4J computes it by calling a function through its address for each value; here it is a loop that the compiler
 * vectorises. To the same bits, for values and gradients that are not numbers, too. Safe for use by many threads.
 */
final class RectifierSlope {
    /** Above infinity there is nothing but what is not a number. */
    static final RectifierSlope WITHOUT_CEILING =
            new RectifierSlope(Float.floatToRawIntBits(Float.POSITIVE_INFINITY) + 1);

    static final RectifierSlope BELOW_SIX = new RectifierSlope(Float.floatToRawIntBits(6));

    /** Values that are worked on at once: three arrays of them fit into the nearest cache. */
    private static final int BLOCK = 2048;

    private final int ceiling;

    private RectifierSlope(int ceiling) {
        this.ceiling = ceiling;
    }

    /**
     * The way back, whose result is in {@code values} then.
     *
     * @param values what went into the rectifier, or what came out of it
     * @param gradient by what came out of it
     * @param otherwise what to do with arrays that do not lie in memory as is needed here
     */
    Pair<INDArray, INDArray> backprop(
            INDArray values, INDArray gradient, BiFunction<INDArray, INDArray, Pair<INDArray, INDArray>> otherwise) {
        if (!Nd4j.getEnvironment().isCPU() || !FloatBits.alike(values, gradient)) {
            return otherwise.apply(values, gradient);
        }
        fill(values, gradient);
        return new Pair<>(values, null);
    }

    private void fill(INDArray values, INDArray gradient) {
        IntBuffer results = FloatBits.bits(values);
        IntBuffer gradients = FloatBits.bits(gradient);
        int[] x = new int[BLOCK];
        int[] g = new int[BLOCK];
        int length = results.capacity();
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            results.get(from, x, 0, count);
            gradients.get(from, g, 0, count);
            select(x, g);
            results.put(from, x, 0, count);
        }
    }

    /**
     * Positive floats are ordered as their patterns are as integers, and the patterns of negative ones are negative: where
     * {@code 0 < x < ceiling} both differences have their sign bit set, which becomes a mask.
     */
    private void select(int[] x, int[] g) {
        int end = ceiling;
        for (int i = 0; i < BLOCK; i++) {
            int bits = x[i];
            x[i] = g[i] & ((-bits & (bits - end)) >> 31);
        }
    }
}
