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
 * A file of features: magic, SHA-256 of all that follows, length of the header, header as JSON, then for every file not
 * skipped its values, little-endian floats, row by row.
 */
final class FeatureFile {
    private static final byte[] MAGIC = "SXTFEAT2".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;
    private static final int FIRST_HASHED = MAGIC.length + HASH_BYTES;
    /** Smaller files are read into memory. */
    private static final long LARGE = Runtime.getRuntime().maxMemory() / 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    private FeatureFile() {}

    /**
     * What the file says before the values.
     *
     * @param files images, skipped ones included
     * @param shape of one image's values
     */
    @SuppressWarnings("ArrayRecordComponent") // only written and read
    record Header(int files, long[] shape, List<SkippedImage> skipped) {
        private int width() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }
    }

    /** Writes to a temporary name; {@link #keep} renames, so that the file is there whole or not at all. */
    static final class Writer implements AutoCloseable {
        private final Path file;
        private final Path temporary;
        private final FileChannel channel;
        private final MessageDigest digest = Sha256.newDigest();

        Writer(Path file, Header header) throws IOException {
            this.file = file;
            temporary = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".tmp");
            channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
            channel.position(FIRST_HASHED);
            byte[] json = JSON.writeValueAsBytes(header);
            append(ByteBuffer.allocate(Integer.BYTES + json.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(json.length)
                    .put(json)
                    .flip());
        }

        /** Adds the values of the next files that are not skipped. */
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

        void keep() throws IOException {
            ByteBuffer begin = ByteBuffer.allocate(FIRST_HASHED)
                    .put(MAGIC)
                    .put(digest.digest())
                    .flip();
            channel.write(begin, 0);
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
     * @return empty when it is not as it was written: cut off, damaged or of another kind
     */
    static Optional<Features> read(Path file) throws IOException {
        return read(file, LARGE);
    }

    /** @param large bytes above which the values stay in the file */
    static Optional<Features> read(Path file, long large) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer begin = ByteBuffer.allocate(FIRST_HASHED + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (channel.size() < begin.capacity() || channel.read(begin, 0) < begin.capacity()) {
                return Optional.empty();
            }
            byte[] written = begin.array();
            if (!Arrays.equals(MAGIC, Arrays.copyOf(written, MAGIC.length))
                    || !MessageDigest.isEqual(
                            Arrays.copyOfRange(written, MAGIC.length, FIRST_HASHED), digest(channel))) {
                return Optional.empty();
            }
            byte[] json = new byte[begin.getInt(FIRST_HASHED)];
            channel.read(ByteBuffer.wrap(json), begin.capacity());
            return Optional.of(features(
                    file, channel, (long) begin.capacity() + json.length, JSON.readValue(json, Header.class), large));
        }
    }

    private static byte[] digest(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        channel.position(FIRST_HASHED);
        while (channel.read(block) >= 0) {
            digest.update(block.flip());
            block.clear();
        }
        return digest.digest();
    }

    private static Features features(Path file, FileChannel channel, long begin, Header header, long large)
            throws IOException {
        Set<Integer> left = new HashSet<>();
        header.skipped().forEach(image -> left.add(image.file()));
        int[] rows = new int[header.files()];
        int kept = 0;
        for (int image = 0; image < rows.length; image++) {
            rows[image] = left.contains(image) ? -1 : kept++;
        }
        int width = header.width();
        FeatureRows values = (long) Float.BYTES * kept * width > large
                ? new FeatureRows.InFile(file, begin, width)
                : inMemory(channel, begin, kept, width);
        return new Features(header.shape(), rows, values, header.skipped());
    }

    private static FeatureRows inMemory(FileChannel channel, long begin, int rows, int width) throws IOException {
        float[] values = new float[rows * width];
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
            // Read on.
        }
        bytes.flip().asFloatBuffer().get(values);
        return new FeatureRows.InMemory(values, width);
    }
}
