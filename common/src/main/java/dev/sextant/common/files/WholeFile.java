package dev.sextant.common.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that appear under their names only when they are whole, also after the machine has lost its power: written beside
 * them under other names, synced, renamed.
 */
public final class WholeFile {
    private WholeFile() {}

    /** Writes a file's content to a path that does not exist yet. */
    @FunctionalInterface
    public interface Content<E extends Exception> {
        void writeTo(Path file) throws IOException, E;
    }

    /**
     * Writes a file, or leaves nothing.
     *
     * @param target is replaced if it exists
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
        // The name is in the folder's own blocks.
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
