package dev.sextant.worker.image.feature;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Rows of floats of one width. Safe for use by many threads. */
interface FeatureRows {
    /** Copies a row to a place in the target. */
    void copy(int row, float[] target, int offset);

    /** Bytes of the heap. */
    long heapBytes();

    /** Rows on the heap: for features, which are small. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record InMemory(float[] values, int width) implements FeatureRows {
        @Override
        public void copy(int row, float[] target, int offset) {
            System.arraycopy(values, row * width, target, offset, width);
        }

        @Override
        public long heapBytes() {
            return (long) Float.BYTES * values.length;
        }
    }

    /**
     * Rows in a file: for activations, which are large. The system keeps what was read in memory of its own, once for all
     * processes. Mapped pages would count as the process's, which JavaCPP limits; and a channel would be closed for all runs
     * when one of them is interrupted.
     */
    final class InFile implements FeatureRows {
        private final RandomAccessFile file;
        private final long begin;
        private final int width;

        /** @param begin of the first row in the file, bytes */
        InFile(Path file, long begin, int width) throws IOException {
            this.file = new RandomAccessFile(file.toFile(), "r");
            this.begin = begin;
            this.width = width;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            byte[] bytes = new byte[Float.BYTES * width];
            try {
                synchronized (file) {
                    file.seek(begin + (long) row * bytes.length);
                    file.readFully(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the kept activations: " + e.getMessage(), e);
            }
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(target, offset, width);
        }

        @Override
        public long heapBytes() {
            return 0;
        }
    }
}
