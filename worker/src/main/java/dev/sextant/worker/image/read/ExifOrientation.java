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

/** Finds what a camera noted about how it was held, in JPEG, TIFF, PNG and WebP. */
final class ExifOrientation {
    private static final int PNG_SIGNATURE = 0x89504e47;
    private static final int PNG_HEADER = 8;
    private static final int PNG_EXIF = 0x65584966;
    private static final int RIFF = 0x52494646;
    private static final int RIFF_HEADER = 12;
    private static final int RIFF_EXIF = 0x45584946;
    private static final int TIFF_LITTLE = 0x49492a00;
    private static final int TIFF_BIG = 0x4d4d002a;
    private static final int SHORTEST = 16;

    private ExifOrientation() {}

    /** Upright where nothing is noted, or what is noted is damaged: the image itself may be well. */
    static Orientation of(byte[] content) {
        try {
            Optional<byte[]> exif = exif(content);
            return exif.isEmpty() ? Orientation.UPRIGHT : noted(exif.get());
        } catch (IOException | RuntimeException e) {
            return Orientation.UPRIGHT;
        }
    }

    /** The block of tags, in TIFF's form. */
    private static Optional<byte[]> exif(byte[] content) throws IOException {
        if (content.length < SHORTEST) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(content);
        int start = buffer.getInt(0);
        return switch (start) {
            case TIFF_LITTLE, TIFF_BIG -> Optional.of(content);
            case PNG_SIGNATURE -> chunk(buffer.position(PNG_HEADER), true);
            case RIFF -> chunk(buffer.position(RIFF_HEADER), false).map(ExifOrientation::withoutPrefix);
            default -> start >>> 16 == JPEG.SOI ? segment(content) : Optional.empty();
        };
    }

    private static Optional<byte[]> segment(byte[] jpeg) throws IOException {
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

    /** PNG's chunks are (length, name, content, checksum), WebP's (name, length from the low byte, content, evenly padded). */
    private static Optional<byte[]> chunk(ByteBuffer chunks, boolean png) {
        try {
            while (chunks.remaining() > PNG_HEADER) {
                int first = chunks.getInt();
                int second = chunks.getInt();
                int name = png ? second : first;
                int length = png ? first : Integer.reverseBytes(second);
                if (name == (png ? PNG_EXIF : RIFF_EXIF)) {
                    byte[] exif = new byte[length];
                    chunks.get(exif);
                    return Optional.of(exif);
                }
                chunks.position(Math.addExact(chunks.position(), Math.addExact(length, png ? 4 : length & 1)));
            }
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            // Cut off: the image reader will say so.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Some programs write JPEG's "Exif\0\0" before the tags in WebP too. */
    private static byte[] withoutPrefix(byte[] exif) {
        return exif.length > 6 && exif[0] == 'E' ? Arrays.copyOfRange(exif, 6, exif.length) : exif;
    }

    private static Orientation noted(byte[] exif) throws IOException {
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
