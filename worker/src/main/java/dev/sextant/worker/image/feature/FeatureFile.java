package dev.sextant.worker.image.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.files.Sha256;
import dev.sextant.worker.image.data.SkippedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of features: magic bytes, SHA-256 of everything after it, length of the header, header as JSON, then one row
 * of little-endian floats for each file that was not skipped.
 */
final class FeatureFile {
    private static final byte[] MAGIC = "SXTFEAT2".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;
    private static final int HASHED_FROM = MAGIC.length + HASH_BYTES;
    /** Bytes above which values stay in the file instead of being read into memory. */
    private static final long MAX_HEAP_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    private FeatureFile() {}

    /**
     * Header of the file.
     *
     * @param files number of images, skipped ones included
     * @param shape shape of the features of one image
     * @param skipped files without features, by index
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Header(int files, long[] shape, List<SkippedImage> skipped) {
        private int width() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }
    }

    /** Writes a temporary file that {@link #commit} renames, so that a complete file appears or none. */
    static final class Writer implements AutoCloseable {
        private final Path file;
        private final Path temporary;
        private final FileChannel channel;
        private final MessageDigest digest = Sha256.newDigest();

        Writer(Path file, Header header) throws IOException {
            this.file = file;
            temporary = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".tmp");
            channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
            channel.position(HASHED_FROM);
            byte[] json = JSON.writeValueAsBytes(header);
            append(ByteBuffer.allocate(Integer.BYTES + json.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(json.length)
                    .put(json)
                    .flip());
        }

        /** Appends the rows of the next files that are not skipped. */
        void append(float[] values) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            append(bytes);
        }

        private void append(ByteBuffer bytes) throws IOException {
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Completes the file under its name. */
        void commit() throws IOException {
            ByteBuffer start = ByteBuffer.allocate(HASHED_FROM)
                    .put(MAGIC)
                    .put(digest.digest())
                    .flip();
            channel.write(start, 0);
            channel.force(true);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Opens a file.
     *
     * @return empty when the file is truncated, damaged or of another format
     */
    static Optional<Features> read(Path file) throws IOException {
        return read(file, MAX_HEAP_BYTES);
    }

    /** @param maxHeapBytes bytes above which the values stay in the file */
    static Optional<Features> read(Path file, long maxHeapBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(HASHED_FROM + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (channel.size() < start.capacity() || channel.read(start, 0) < start.capacity()) {
                return Optional.empty();
            }
            byte[] written = start.array();
            if (!Arrays.equals(MAGIC, Arrays.copyOf(written, MAGIC.length))
                    || !MessageDigest.isEqual(
                            Arrays.copyOfRange(written, MAGIC.length, HASHED_FROM), digest(channel))) {
                return Optional.empty();
            }
            int length = start.getInt(HASHED_FROM);
            if (length < 0 || length > channel.size() - start.capacity()) {
                return Optional.empty();
            }
            byte[] json = new byte[length];
            channel.read(ByteBuffer.wrap(json), start.capacity());
            return Optional.of(features(
                    file,
                    channel,
                    (long) start.capacity() + json.length,
                    JSON.readValue(json, Header.class),
                    maxHeapBytes));
        }
    }

    private static byte[] digest(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        channel.position(HASHED_FROM);
        while (channel.read(block) >= 0) {
            digest.update(block.flip());
            block.clear();
        }
        return digest.digest();
    }

    private static Features features(Path file, FileChannel channel, long start, Header header, long maxHeapBytes)
            throws IOException {
        Set<Integer> skipped = new HashSet<>();
        header.skipped().forEach(image -> skipped.add(image.file()));
        int[] rows = new int[header.files()];
        int row = 0;
        for (int image = 0; image < rows.length; image++) {
            rows[image] = skipped.contains(image) ? -1 : row++;
        }
        int width = header.width();
        FeatureRows values = (long) Float.BYTES * row * width > maxHeapBytes
                ? new FeatureRows.InFile(file, start, width)
                : inMemory(channel, start, row, width);
        return new Features(header.shape(), rows, values, header.skipped());
    }

    private static FeatureRows inMemory(FileChannel channel, long start, int rows, int width) throws IOException {
        float[] values = new float[rows * width];
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
            // Continue reading.
        }
        bytes.flip().asFloatBuffer().get(values);
        return new FeatureRows.InMemory(values, width);
    }
}
