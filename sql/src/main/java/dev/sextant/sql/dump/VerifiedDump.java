package dev.sextant.sql.dump;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.Sha256;
import dev.sextant.sql.connect.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip file of a dump, whose parts are known to be those that its manifest names. */
final class VerifiedDump implements AutoCloseable {
    private static final Pattern PACKED = Pattern.compile("^" + StudyDump.PATH.pattern());

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private VerifiedDump(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.manifest = readManifest();
        verify();
    }

    /**
     * Opens a dump, and reads all of it once to verify it.
     *
     * @throws DatabaseException if it is not a dump, is incomplete or was changed, or has a newer format
     */
    static VerifiedDump open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new DatabaseException(
                    file + " is not a dump, or was cut off (" + e.getMessage() + "). Copy or dump it again", e);
        }
        try {
            return new VerifiedDump(file, zip);
        } catch (ZipException e) {
            zip.close();
            throw damaged(file, e.getMessage());
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    InputStream table(Manifest.Table table) throws IOException {
        return stream(table.entry());
    }

    InputStream checkpoint(Manifest.PackedCheckpoint checkpoint) throws IOException {
        return stream(checkpoint.entry());
    }

    private InputStream stream(String entry) throws IOException {
        ZipEntry part = zip.getEntry(entry);
        if (part == null) {
            throw damaged(file, entry + " is missing");
        }
        return zip.getInputStream(part);
    }

    private Manifest readManifest() throws IOException {
        if (zip.getEntry(Manifest.ENTRY) == null) {
            throw new DatabaseException(
                    file + " is not a dump: it contains no " + Manifest.ENTRY + ". `sextant db dump FILE` writes one");
        }
        try (InputStream in = stream(Manifest.ENTRY)) {
            byte[] json = BoundedRead.bytes(in, Manifest.MAX_BYTES, Manifest.ENTRY);
            int format = Manifest.formatOf(json);
            if (format > Manifest.FORMAT) {
                throw new DatabaseException(file + " has format " + format + ", but this program knows format "
                        + Manifest.FORMAT + " at most. Use a newer Sextant");
            }
            return Manifest.parse(json);
        }
    }

    private void verify() throws IOException {
        Set<String> known = new HashSet<>(Set.of(Manifest.ENTRY));
        Set<Long> studies = new HashSet<>();
        manifest.studies().forEach(study -> studies.add(study.id()));
        for (Manifest.Table table : manifest.tables()) {
            verify(table.entry(), table.bytes(), table.sha256(), known);
        }
        for (Manifest.PackedCheckpoint packed : manifest.checkpoints()) {
            if (!PACKED.matcher(packed.path()).matches() || !studies.contains(packed.study())) {
                throw damaged(file, "its manifest names a checkpoint " + packed.entry());
            }
            verify(packed.entry(), packed.bytes(), packed.sha256(), known);
        }
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!known.contains(entry.getName())) {
                throw damaged(file, "its manifest does not name " + entry.getName());
            }
        }
    }

    private void verify(String entry, long bytes, String sha256, Set<String> known) throws IOException {
        if (!known.add(entry)) {
            throw damaged(file, "its manifest names " + entry + " twice");
        }
        MessageDigest digest = Sha256.newDigest();
        long found = 0;
        try (InputStream in = new DigestInputStream(stream(entry), digest)) {
            byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0 && found <= bytes; read = in.read(block)) {
                found += read;
            }
        }
        if (found != bytes || !Sha256.hex(digest).equals(sha256)) {
            throw damaged(file, entry + " is not what was written");
        }
    }

    static DatabaseException damaged(Path file, String why) {
        return new DatabaseException("Dump " + file + " is damaged: " + why + ". Copy or dump it again");
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
