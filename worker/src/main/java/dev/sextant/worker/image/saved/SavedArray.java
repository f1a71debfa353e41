package dev.sextant.worker.image.saved;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reader of arrays that {@code Nd4j.write} wrote. The file declares its length, which is checked before anything of that
 * length is allocated.
 */
public final class SavedArray {
    private static final int MAX_RANK = 32;

    /** Values of a shape beside a length and a stride per dimension: rank, options, element-wise stride, order. */
    private static final int OTHER_SHAPE_VALUES = 4;

    /** Modes whose lengths have 64 bits; those of the oldest files have 32. Most are deprecated in ND4J. */
    private static final Set<String> LONG_LENGTHS = Set.of("LONG_SHAPE", "MIXED_DATA_TYPES");

    private static final Set<DataType> SHAPE_TYPES = Set.of(DataType.INT32, DataType.INT64);
    private static final Set<DataType> VALUE_TYPES =
            Set.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);

    private SavedArray() {}

    /**
     * Reads an array of floating-point numbers.
     *
     * @param expected its length
     * @throws IOException if it has another length or type, or the stream ends before it
     */
    public static INDArray read(DataInputStream in, long expected) throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        DataOutputStream copy = new DataOutputStream(start);
        try {
            Header shape = Header.read(in, copy);
            if (shape.length() < OTHER_SHAPE_VALUES
                    || shape.length() > 2 * MAX_RANK + OTHER_SHAPE_VALUES
                    || !SHAPE_TYPES.contains(shape.type())) {
                throw new IOException("declares a shape of " + shape.length() + " values " + shape.type());
            }
            byte[] dimensions = new byte[(int) shape.length() * shape.type().width()];
            in.readFully(dimensions);
            copy.write(dimensions);
            Header values = Header.read(in, copy);
            if (values.length() != expected || !VALUE_TYPES.contains(values.type())) {
                throw new IOException("declares " + values.length() + " values " + values.type() + ", expected "
                        + expected + " floating-point numbers");
            }
            checkShape(dimensions, shape, expected);
            return Nd4j.read(
                    new DataInputStream(new SequenceInputStream(new ByteArrayInputStream(start.toByteArray()), in)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("is not an array that ND4J wrote: " + e.getMessage(), e);
        }
    }

    /** Checks that a shape addresses exactly the values: native operations do not check their indices. */
    private static void checkShape(byte[] bytes, Header header, long expected) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long[] values = new long[(int) header.length()];
        Arrays.setAll(values, i -> header.type() == DataType.INT32 ? buffer.getInt() : buffer.getLong());
        int rank = (values.length - OTHER_SHAPE_VALUES) / 2;
        boolean valid = values[0] == rank && values.length == 2 * rank + OTHER_SHAPE_VALUES;
        long length = 1;
        long last = 0;
        for (int i = 1; valid && i <= rank; i++) {
            long size = values[i];
            long stride = values[rank + i];
            valid = size >= 1 && size <= expected && stride >= 0 && stride <= expected;
            length = valid ? Math.multiplyExact(length, size) : length;
            last += valid ? Math.multiplyExact(size - 1, stride) : 0;
        }
        long elementWiseStride = values[values.length - 2];
        long order = values[values.length - 1];
        if (!valid
                || length != expected
                || last >= expected
                || Math.abs(elementWiseStride) > 1
                || (order != 'c' && order != 'f')) {
            throw new IOException(
                    "has the shape " + Arrays.toString(values) + ", which does not fit " + expected + " values");
        }
    }

    /** Header of one of the two parts of an array, shape and values. */
    private record Header(long length, DataType type) {
        static Header read(DataInputStream in, DataOutputStream copy) throws IOException {
            AllocationMode mode = AllocationMode.valueOf(in.readUTF());
            copy.writeUTF(mode.name());
            long length;
            if (LONG_LENGTHS.contains(mode.name())) {
                length = in.readLong();
                copy.writeLong(length);
            } else {
                length = in.readInt();
                copy.writeInt((int) length);
            }
            DataType type = DataType.valueOf(in.readUTF());
            copy.writeUTF(type.name());
            return new Header(length, type);
        }
    }
}
