package dev.sextant.worker.image.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of feature files of a host, bounded by deleting the least recently used ones. Safe for use by many
 * processes.
 */
record FeatureFolder(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureFolder.class);
    private static final String ENDING = ".features";

    private record Entry(Path file, long bytes, FileTime lastUsed) {}

    /** Returns the file for a key. */
    Path file(String key) {
        return folder.resolve(key + ENDING);
    }

    /** Marks a file as used now. */
    static void touch(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted to make room for another file", file, e);
        }
    }

    /**
     * Returns the number of bytes that all files together may take: half of the space that would be free without them.
     */
    long bound() throws IOException {
        return (Files.getFileStore(folder).getUsableSpace()
                        + entries().stream().mapToLong(Entry::bytes).sum())
                / 2;
    }

    /**
     * Deletes the least recently used files until the rest fits the bound. A run that has a deleted file open can
     * still read it.
     *
     * @param newest file that is never deleted
     * @param bound bytes that all files together may take
     */
    void makeRoom(Path newest, long bound) throws IOException {
        List<Entry> entries = entries();
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            if (total > bound && !entry.file().equals(newest)) {
                LOG.info("Deleting {}, last used on {}, to make room", entry.file(), entry.lastUsed());
                Files.deleteIfExists(entry.file());
                total -= entry.bytes();
            }
        }
    }

    /** Returns all files, the least recently used first. */
    private List<Entry> entries() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .toList();
        }
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            try {
                entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone already", file, e);
            }
        }
        entries.sort(Comparator.comparing(Entry::lastUsed).thenComparing(Entry::file));
        return entries;
    }
}
