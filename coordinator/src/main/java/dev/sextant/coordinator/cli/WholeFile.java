package dev.sextant.coordinator.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name only when it is whole: written beside it under another name, synced, renamed. Closing
 * it before {@link #keep} leaves nothing. Used by one thread.
 */
final class WholeFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;

    private WholeFile(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /** @param target is replaced if it exists */
    static WholeFile at(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = folder.resolve(
                "." + target.getFileName() + ".part-" + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        return new WholeFile(target, temporary);
    }

    /** Where to write; does not exist yet. */
    Path temporary() {
        return temporary;
    }

    /** Gives the file its name. */
    void keep() throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(temporary);
    }
}
