package dev.sextant.common.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files from outside up to a bound, whatever size they or the archive around them declare. */
public final class BoundedRead {
    /** Most bytes of a text file that describes something: a study file, a card, a note. */
    public static final int DESCRIPTION_BYTES = 16 << 20;

    /** Most bytes of a table, unpacked: learning curves, labels, a list of images. */
    public static final long TABLE_BYTES = 1L << 30;

    private BoundedRead() {}

    /**
     * Returns the content of a text file, UTF-8.
     *
     * @throws IOException if the file is not a regular file, is longer than {@link #DESCRIPTION_BYTES} or is not UTF-8
     */
    public static String text(Path file) throws IOException {
        try {
            return Files.readString(checked(file, DESCRIPTION_BYTES));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8", e);
        }
    }

    /**
     * Returns a file if it is a regular file of at most so many bytes. A device or a pipe may never end.
     *
     * @throws IOException if it is something else, or longer
     */
    public static Path checked(Path file, long maxBytes) throws IOException {
        // Files that do not exist or must not be read are reported by whoever reads them.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file");
        }
        if (Files.exists(file) && Files.size(file) > maxBytes) {
            throw tooLong(file.toString(), maxBytes);
        }
        return file;
    }

    /**
     * Returns the content of a text, UTF-8. Does not close the stream.
     *
     * @param name name of the content, for messages
     * @throws IOException if it is longer than {@link #DESCRIPTION_BYTES}
     */
    public static String text(InputStream in, String name) throws IOException {
        return new String(bytes(in, DESCRIPTION_BYTES, name), StandardCharsets.UTF_8);
    }

    /**
     * Returns all bytes of a stream. Does not close it.
     *
     * @param name name of the content, for messages
     * @throws IOException if there are more than {@code maxBytes}, or the archive around the content is cut off
     */
    public static byte[] bytes(InputStream in, int maxBytes, String name) throws IOException {
        try {
            byte[] content = in.readNBytes(maxBytes);
            if (content.length == maxBytes && in.read() >= 0) {
                throw tooLong(name, maxBytes);
            }
            return content;
        } catch (EOFException e) {
            throw new IOException(name + " is cut off", e);
        }
    }

    /**
     * Returns a stream that fails at the first byte after {@code maxBytes}.
     *
     * @param name name of the content, for messages
     */
    public static InputStream stream(InputStream in, long maxBytes, String name) {
        return new BoundedStream(in, maxBytes, name);
    }

    private static IOException tooLong(String name, long maxBytes) {
        return new IOException(name + " is longer than " + maxBytes + " bytes, the most that is read");
    }

    private static final class BoundedStream extends FilterInputStream {
        private final long maxBytes;
        private final String name;
        private long left;

        BoundedStream(InputStream in, long maxBytes, String name) {
            super(in);
            this.maxBytes = maxBytes;
            this.name = name;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return read < 0 ? read : counted(1, read);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            return read < 0 ? read : counted(read, read);
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            counted(skipped, 0);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private int counted(long bytes, int result) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw tooLong(name, maxBytes);
            }
            return result;
        }
    }
}
