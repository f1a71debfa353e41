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

/** A host's folder of feature files: those used longest ago make room for new ones. Safe for use by many processes. */
record FeatureFolder(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureFolder.class);
    private static final String ENDING = ".features";

    private record Kept(Path file, long bytes, FileTime used) {}

    Path file(String key) {
        return folder.resolve(key + ENDING);
    }

    /** Notes that a file is in use. */
    static void touch(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            LOG.debug("{} made room for another", file, e);
        }
    }

    /** What all files may take: half of the space that would be free without them. */
    long bound() throws IOException {
        return (Files.getFileStore(folder).getUsableSpace()
                        + kept().stream().mapToLong(Kept::bytes).sum())
                / 2;
    }

    /**
     * Deletes files, those used longest ago first, until the rest is no larger than the bound. A run that reads a deleted
     * file goes on reading it.
     *
     * @param newest stays whatever its size
     */
    void makeRoom(Path newest, long bound) throws IOException {
        List<Kept> kept = kept();
        long total = kept.stream().mapToLong(Kept::bytes).sum();
        for (Kept one : kept) {
            if (total > bound && !one.file().equals(newest)) {
                LOG.info("Deleting {}, used last on {}, to make room", one.file(), one.used());
                Files.deleteIfExists(one.file());
                total -= one.bytes();
            }
        }
    }

    /** Those used longest ago first. */
    private List<Kept> kept() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .toList();
        }
        List<Kept> kept = new ArrayList<>();
        for (Path file : files) {
            try {
                kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone already", file, e);
            }
        }
        kept.sort(Comparator.comparing(Kept::used).thenComparing(Kept::file));
        return kept;
    }
}
