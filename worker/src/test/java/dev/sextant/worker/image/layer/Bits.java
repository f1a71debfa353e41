package dev.sextant.worker.image.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Values as 32-bit patterns, in which -0 differs from 0 and NaN equals itself. */
final class Bits {
    private Bits() {}

    static int[] of(INDArray values) {
        float[] floats = values.dup('c').data().asFloat();
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        return bits;
    }
}
