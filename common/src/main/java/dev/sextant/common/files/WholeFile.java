package dev.sextant.common.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files atomically: a file appears under its name only when it is complete, even if the machine loses power. It
 * is written under a temporary name in the same folder, synced, then renamed. Safe for use by many threads on different
 * files.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes the content of a file.
     *
     * @param <E> exception that the writer may throw
     */
    @FunctionalInterface
    public interface Content<E extends Exception> {
        /** Writes the content to a path that does not exist yet. */
        void writeTo(Path file) throws IOException, E;
    }

    /**
     * Writes a file completely, or leaves the target as it was.
     *
     * @param target replaced if it exists; its folder is created if it does not
     */
    public static <E extends Exception> void write(Path target, Content<E> content) throws IOException, E {
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = folder.resolve(
                "." + target.getFileName() + ".part-" + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        try {
            content.writeTo(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        // The file's name is part of the folder, which needs a sync of its own.
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
