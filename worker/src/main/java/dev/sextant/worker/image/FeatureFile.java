package dev.sextant.worker.image;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file of features: magic, length and SHA-256 of the payload, payload. The payload is the number of files, the width,
 * the skipped files as JSON, then for every file not skipped its features, big-endian floats.
 */
final class FeatureFile {
    private static final byte[] MAGIC = "SXTFEAT1".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FeatureFile() {}

    /** Writes to a temporary name and renames, so that the file is there whole or not at all. */
    static void write(Path file, Features features) throws IOException {
        byte[] skipped = JSON.writeValueAsBytes(features.skipped());
        int kept = features.rows().length - features.skipped().size();
        ByteBuffer payload =
                ByteBuffer.allocate(Math.addExact(12 + skipped.length, Math.multiplyExact(4 * kept, features.width())));
        payload.putInt(features.rows().length).putInt(features.width()).putInt(skipped.length);
        payload.put(skipped);
        for (float[] row : features.rows()) {
            if (row != null) {
                payload.asFloatBuffer().put(row);
                payload.position(payload.position() + 4 * row.length);
            }
        }
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                DataOutputStream out = new DataOutputStream(java.nio.channels.Channels.newOutputStream(channel));
                out.write(MAGIC);
                out.writeLong(payload.capacity());
                out.write(Digests.sha256().digest(payload.array()));
                out.write(payload.array());
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Reads a file.
     *
     * @return empty when it is not as it was written: cut off, damaged or of another kind
     */
    static Optional<Features> read(Path file) throws IOException {
        long length = Files.size(file);
        int header = MAGIC.length + Long.BYTES + HASH_BYTES;
        if (length < header + 12 || length - header > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        byte[] payload;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            long promised = in.readLong();
            byte[] hash = in.readNBytes(HASH_BYTES);
            payload = in.readAllBytes();
            if (!java.util.Arrays.equals(magic, MAGIC)
                    || promised != payload.length
                    || !HexFormat.of().formatHex(hash).equals(Digests.sha256(payload))) {
                return Optional.empty();
            }
        }
        return Optional.of(parse(ByteBuffer.wrap(payload)));
    }

    private static Features parse(ByteBuffer payload) throws IOException {
        float[][] rows = new float[payload.getInt()][];
        int width = payload.getInt();
        byte[] json = new byte[payload.getInt()];
        payload.get(json);
        List<SkippedImage> skipped = JSON.readValue(json, new TypeReference<List<SkippedImage>>() {});
        Map<Integer, SkippedImage> left =
                new HashMap<>(skipped.stream().collect(Collectors.toMap(SkippedImage::file, Function.identity())));
        for (int file = 0; file < rows.length; file++) {
            if (!left.containsKey(file)) {
                rows[file] = new float[width];
                payload.asFloatBuffer().get(rows[file]);
                payload.position(payload.position() + 4 * width);
            }
        }
        return new Features(width, rows, skipped);
    }
}
