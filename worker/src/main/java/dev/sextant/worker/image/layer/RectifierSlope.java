package dev.sextant.worker.image.layer;

import java.nio.IntBuffer;
import java.util.function.BiFunction;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backward pass of a rectifier: the gradient where the value lies between 0 and an upper bound, both exclusive, and 0
 * elsewhere. ND4J calls a function through a pointer for each value; this class has a loop that the compiler
 * vectorizes. It gives the same bits, also for NaN and infinite values. Safe for use by many threads.
 */
final class RectifierSlope {
    /** Slope of ReLU: the bound is the pattern after that of infinity, above which there are NaNs only. */
    static final RectifierSlope UNBOUNDED = new RectifierSlope(Float.floatToRawIntBits(Float.POSITIVE_INFINITY) + 1);

    /** Slope of ReLU6. */
    static final RectifierSlope BELOW_SIX = new RectifierSlope(Float.floatToRawIntBits(6));

    /** Values per block, so that three arrays of them fit the first-level cache. */
    private static final int BLOCK = 2048;

    private final int upperBound;

    private RectifierSlope(int upperBound) {
        this.upperBound = upperBound;
    }

    /**
     * Computes the gradient with respect to the preactivations, into {@code values}.
     *
     * @param values preactivations or activations
     * @param gradient gradient with respect to the activations
     * @param fallback computes the gradient of arrays with another layout or on another device
     */
    Pair<INDArray, INDArray> backprop(
            INDArray values, INDArray gradient, BiFunction<INDArray, INDArray, Pair<INDArray, INDArray>> fallback) {
        if (!Nd4j.getEnvironment().isCPU() || !FloatBits.haveSameLayout(values, gradient)) {
            return fallback.apply(values, gradient);
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
     * Replaces x by g where {@code 0 < x < upperBound}, and by 0 elsewhere. Positive floats have the same order as
     * their patterns as integers, and patterns of negative floats are negative. So within the bounds both differences
     * have their sign bit set, which becomes the mask.
     */
    private void select(int[] x, int[] g) {
        int bound = upperBound;
        for (int i = 0; i < BLOCK; i++) {
            int bits = x[i];
            x[i] = g[i] & ((-bits & (bits - bound)) >> 31);
        }
    }
}
