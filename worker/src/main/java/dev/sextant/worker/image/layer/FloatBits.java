package dev.sextant.worker.image.layer;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory of contiguous float arrays, in any layout, as a sequence of 32-bit patterns. */
final class FloatBits {
    private FloatBits() {}

    /** Returns whether two float arrays are contiguous and have the same shape and layout. */
    static boolean haveSameLayout(INDArray one, INDArray other) {
        if (one.dataType() != DataType.FLOAT || other.dataType() != DataType.FLOAT || !one.equalShapes(other)) {
            return false;
        }
        long last = 0;
        for (int dimension = 0; dimension < one.rank(); dimension++) {
            long size = one.size(dimension);
            if (size > 1 && one.stride(dimension) != other.stride(dimension)) {
                return false;
            }
            last += (size - 1) * one.stride(dimension);
        }
        // Elements do not overlap, so n of them are contiguous if the last one is n - 1 after the first.
        return last == one.length() - 1 && last < Integer.MAX_VALUE;
    }

    /** Returns the memory of a contiguous array; writing to it changes the array. */
    static IntBuffer bits(INDArray array) {
        return new IntPointer(array.data().addressPointer())
                .capacity(array.length())
                .asBuffer();
    }
}
