package dev.sextant.common.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A log file and its older parts: {@code cars.log}, {@code cars.1.log} for the part before it, up to {@code cars.3.log}.
 *
 * @param file the file that is written to; its name ends with {@code .log}
 */
public record RotatedLog(Path file) {
    private static final int OLDER = 3;

    /**
     * Renames the file if it has a given size, so that a new one is begun, and deletes the oldest part.
     *
     * @return whether it was renamed
     */
    public boolean rotate(long bytes) throws IOException {
        if (!Files.exists(file) || Files.size(file) < bytes) {
            return false;
        }
        for (int part = OLDER; part >= 1; part--) {
            Path newer = part(part - 1);
            if (Files.exists(newer)) {
                Files.move(newer, part(part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return true;
    }

    /** Deletes the file and its older parts. */
    public void delete() throws IOException {
        for (int part = 0; part <= OLDER; part++) {
            Files.deleteIfExists(part(part));
        }
    }

    private Path part(int number) {
        return number == 0
                ? file
                : file.resolveSibling(file.getFileName().toString().replaceFirst("\\.log$", "." + number + ".log"));
    }
}
