package dev.sextant.coordinator.doctor;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.coordinator.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rights and space of a folder that Sextant writes to. A folder that does not exist yet is judged by its parent. */
final class WritableFolder {
    private static final long LITTLE = 5L << 30;
    private static final long TOO_LITTLE = 500L << 20;

    private WritableFolder() {}

    /**
     * Returns the findings.
     *
     * @param name name for people
     * @param isPrivate whether other users should not be able to read it
     */
    static List<Finding> findings(String name, Path named, boolean isPrivate) {
        Path folder = named.toAbsolutePath().normalize();
        Path existing = nearestExisting(folder);
        String text = existing.equals(folder) ? folder.toString() : folder + " (does not exist yet)";
        if (!isWritable(existing)) {
            return List.of(Finding.problem(
                    name,
                    text + ": " + existing + " is not a folder that user " + System.getProperty("user.name")
                            + " may write to",
                    "Correct its permissions, or name another folder."));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(space(name, text, Files.getFileStore(existing).getUsableSpace()));
            if (isPrivate && existing.equals(folder) && OwnerOnly.isOpen(folder)) {
                findings.add(Finding.warning(
                        name,
                        "other users may read " + folder + ", with its studies and models",
                        "Close it: chmod 700 " + folder));
            }
        } catch (IOException e) {
            findings.add(Finding.problem(name, text + " cannot be examined: " + e, "Check the disk."));
        }
        return findings;
    }

    private static Finding space(String name, String text, long free) {
        String found = text + ": " + TextFormat.bytes(free) + " free";
        if (free < TOO_LITTLE) {
            return Finding.problem(name, found, "Free some space, or name a folder on a larger disk.");
        }
        return free < LITTLE
                ? Finding.warning(
                        name, found, "Free some space: `sextant checkpoints list` shows what checkpoints take.")
                : Finding.ok(name, found);
    }

    /** Returns whether this process may create files in a folder. Root may, unless the file system is read-only. */
    static boolean isWritable(Path folder) {
        return Files.isDirectory(folder) && Files.isWritable(folder) && Files.isExecutable(folder);
    }

    private static Path nearestExisting(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
