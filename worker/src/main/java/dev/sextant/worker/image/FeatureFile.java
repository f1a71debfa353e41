package dev.sextant.worker.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
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
    private static final long LARGEST_SEGMENT = 1L << 30;
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
        private final MessageDigest digest = Digests.sha256();

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
     * Maps a file.
     *
     * @return empty when it is not as it was written: cut off, damaged or of another kind
     */
    static Optional<Features> read(Path file) throws IOException {
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
            return Optional.of(map(channel, (long) begin.capacity() + json.length, JSON.readValue(json, Header.class)));
        }
    }

    private static byte[] digest(FileChannel channel) throws IOException {
        MessageDigest digest = Digests.sha256();
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        channel.position(FIRST_HASHED);
        while (channel.read(block) >= 0) {
            digest.update(block.flip());
            block.clear();
        }
        return digest.digest();
    }

    private static Features map(FileChannel channel, long begin, Header header) throws IOException {
        Set<Integer> left = new HashSet<>();
        header.skipped().forEach(image -> left.add(image.file()));
        int[] rows = new int[header.files()];
        int kept = 0;
        for (int file = 0; file < rows.length; file++) {
            rows[file] = left.contains(file) ? -1 : kept++;
        }
        long bytesInRow = (long) Float.BYTES * header.width();
        int rowsInSegment = (int) Math.max(1, LARGEST_SEGMENT / bytesInRow);
        List<FloatBuffer> segments = new ArrayList<>();
        for (int row = 0; row < kept; row += rowsInSegment) {
            long rowsHere = Math.min(rowsInSegment, kept - row);
            segments.add(channel.map(FileChannel.MapMode.READ_ONLY, begin + row * bytesInRow, rowsHere * bytesInRow)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer());
        }
        return new Features(header.shape(), rows, rowsInSegment, List.copyOf(segments), header.skipped());
    }
}
