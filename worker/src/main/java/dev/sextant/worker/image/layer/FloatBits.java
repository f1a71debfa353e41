package dev.sextant.worker.image.layer;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of floats that lie in memory without a gap, in whatever order, seen as one stretch of 32-bit patterns. */
final class FloatBits {
    private FloatBits() {}

    /** Whether two arrays are such stretches and hold elements of the same place at the same position. */
    static boolean alike(INDArray one, INDArray other) {
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
        // Elements never overlap: where the last one is n - 1 after the first, n of them leave no gap.
        return last == one.length() - 1 && last < Integer.MAX_VALUE;
    }

    /** The memory itself, of an array that is such a stretch. */
    static IntBuffer bits(INDArray array) {
        return new IntPointer(array.data().addressPointer())
                .capacity(array.length())
                .asBuffer();
    }
}
