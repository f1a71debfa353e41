package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.RotatedLog;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log file of a study, readable by its owner alone. A new one is begun when it is large. Not thread-safe. */
public final class EventLog implements Closeable {
    private final Path file;
    private final long maxBytes;
    private Writer out;

    /** @param maxBytes size at which a new file is begun */
    public EventLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        OwnerOnly.createDirectories(file.getParent());
        this.out = open();
    }

    private Writer open() throws IOException {
        return Files.newBufferedWriter(OwnerOnly.createFile(file), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    /** Appends a line, which is in the file when this method returns. */
    public void line(String line) throws IOException {
        // Another sweep of the same name may write to the same file, so its size is asked for.
        if (new RotatedLog(file).rotate(maxBytes)) {
            out.close();
            out = open();
        }
        out.write(line + "\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
