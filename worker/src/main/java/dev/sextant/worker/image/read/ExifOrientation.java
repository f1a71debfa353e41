package dev.sextant.worker.image.read;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reader of the EXIF orientation in JPEG, TIFF, PNG and WebP files. */
final class ExifOrientation {
    private static final int PNG_SIGNATURE = 0x89504e47;
    private static final int PNG_HEADER = 8;
    private static final int PNG_EXIF = 0x65584966;
    private static final int RIFF = 0x52494646;
    private static final int RIFF_HEADER = 12;
    private static final int RIFF_EXIF = 0x45584946;
    private static final int TIFF_LITTLE = 0x49492a00;
    private static final int TIFF_BIG = 0x4d4d002a;
    private static final int MIN_BYTES = 16;

    private ExifOrientation() {}

    /**
     * Returns the orientation; upright if there is none or its tags are damaged, as the image itself may be readable.
     */
    static Orientation of(byte[] content) {
        try {
            Optional<byte[]> exif = exif(content);
            return exif.isEmpty() ? Orientation.UPRIGHT : orientation(exif.get());
        } catch (IOException | RuntimeException e) {
            return Orientation.UPRIGHT;
        }
    }

    /** Returns the block of EXIF tags, in TIFF format. */
    private static Optional<byte[]> exif(byte[] content) throws IOException {
        if (content.length < MIN_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(content);
        int start = buffer.getInt(0);
        return switch (start) {
            case TIFF_LITTLE, TIFF_BIG -> Optional.of(content);
            case PNG_SIGNATURE -> pngChunk(buffer.position(PNG_HEADER));
            case RIFF -> webpChunk(buffer.position(RIFF_HEADER)).map(ExifOrientation::withoutPrefix);
            default -> start >>> 16 == JPEG.SOI ? jpegSegment(content) : Optional.empty();
        };
    }

    private static Optional<byte[]> jpegSegment(byte[] jpeg) throws IOException {
        try (var in = new ByteArrayImageInputStream(jpeg)) {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
            if (segments.isEmpty()) {
                return Optional.empty();
            }
            try (var data = segments.get(0).data()) {
                byte[] padded = data.readAllBytes();
                return Optional.of(Arrays.copyOfRange(padded, 1, padded.length));
            }
        }
    }

    /** A PNG chunk is (length, name, content, checksum). */
    private static Optional<byte[]> pngChunk(ByteBuffer chunks) {
        return chunk(chunks, PNG_EXIF, buffer -> {
            int length = buffer.getInt();
            return new Chunk(buffer.getInt(), length, Integer.BYTES);
        });
    }

    /** A WebP chunk is (name, length from the low byte, content, padding to an even length). */
    private static Optional<byte[]> webpChunk(ByteBuffer chunks) {
        return chunk(chunks, RIFF_EXIF, buffer -> {
            int name = buffer.getInt();
            int length = Integer.reverseBytes(buffer.getInt());
            return new Chunk(name, length, length & 1);
        });
    }

    /**
     * Header of a chunk.
     *
     * @param length bytes of its content
     * @param trailer bytes between its content and the next chunk
     */
    private record Chunk(int name, int length, int trailer) {}

    /**
     * Returns the content of the first chunk of a name; leaves the cause to the image reader if the file is cut off.
     */
    private static Optional<byte[]> chunk(ByteBuffer chunks, int name, Function<ByteBuffer, Chunk> header) {
        try {
            while (chunks.remaining() > PNG_HEADER) {
                Chunk chunk = header.apply(chunks);
                if (chunk.name() == name) {
                    byte[] content = new byte[chunk.length()];
                    chunks.get(content);
                    return Optional.of(content);
                }
                chunks.position(Math.addExact(chunks.position(), Math.addExact(chunk.length(), chunk.trailer())));
            }
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Removes JPEG's prefix "Exif\0\0", which some programs write in WebP too. */
    private static byte[] withoutPrefix(byte[] exif) {
        return exif.length > 6 && exif[0] == 'E' ? Arrays.copyOfRange(exif, 6, exif.length) : exif;
    }

    private static Orientation orientation(byte[] exif) throws IOException {
        ByteOrder order = exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        try (var in = new ByteArrayImageInputStream(exif)) {
            in.setByteOrder(order);
            Directory tags = new TIFFReader().read(in);
            Entry entry = tags.getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number number
                    ? Orientation.ofExif(number.intValue())
                    : Orientation.UPRIGHT;
        }
    }
}
