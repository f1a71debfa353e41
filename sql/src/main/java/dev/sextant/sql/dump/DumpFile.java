package dev.sextant.sql.dump;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zip file of a dump while it is written, readable by its owner alone. Measures each part. */
final class DumpFile implements AutoCloseable {
    private final ZipOutputStream zip;

    DumpFile(Path file) throws IOException {
        this.zip = new ZipOutputStream(Files.newOutputStream(OwnerOnly.createFile(file)));
    }

    /** What a part contains; {@code rows} is what its writer has counted. */
    record Part(long rows, long bytes, String sha256) {}

    /** Writes a part and returns the number of its rows. */
    interface Content<E extends Exception> {
        long writeTo(OutputStream out) throws IOException, E;
    }

    <E extends Exception> Part compressed(String entry, Content<E> content) throws IOException, E {
        return add(entry, Deflater.DEFAULT_COMPRESSION, content);
    }

    /** Adds a part that does not get smaller by compression, such as floating-point numbers. */
    <E extends Exception> Part stored(String entry, Content<E> content) throws IOException, E {
        return add(entry, Deflater.NO_COMPRESSION, content);
    }

    private <E extends Exception> Part add(String entry, int level, Content<E> content) throws IOException, E {
        zip.setLevel(level);
        zip.putNextEntry(new ZipEntry(entry));
        Measured out = new Measured(zip);
        long rows = content.writeTo(out);
        zip.closeEntry();
        return new Part(rows, out.bytes, Sha256.hex(out.digest));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Passes bytes on, and counts and digests them. Closing it does nothing. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest digest = Sha256.newDigest();
        private long bytes;

        Measured(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        @Override
        public void close() {}
    }
}
