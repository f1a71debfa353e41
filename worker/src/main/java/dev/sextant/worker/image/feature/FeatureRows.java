package dev.sextant.worker.image.feature;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Rows of floats of one width. Safe for use by many threads. */
interface FeatureRows {
    /**
     * Copies a row.
     *
     * @param offset index of the first value in {@code target}
     */
    void copy(int row, float[] target, int offset);

    /** Returns the number of heap bytes that the rows take. */
    long heapBytes();

    /** Rows on the heap, for features, which are small. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
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
     * Rows in a file, for activations, which are large. The page cache of the system holds them once for all
     * processes. They are not memory-mapped, since mapped pages count towards JavaCPP's limit of the process, and not
     * read by a FileChannel, since an interrupt of one run would close it for all.
     */
    final class InFile implements FeatureRows {
        private final RandomAccessFile file;
        private final long start;
        private final int width;

        /** @param start offset of the first row in the file, bytes */
        InFile(Path file, long start, int width) throws IOException {
            this.file = new RandomAccessFile(file.toFile(), "r");
            this.start = start;
            this.width = width;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            byte[] bytes = new byte[Float.BYTES * width];
            try {
                synchronized (file) {
                    file.seek(start + (long) row * bytes.length);
                    file.readFully(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read cached activations: " + e.getMessage(), e);
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
