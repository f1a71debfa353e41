package dev.sextant.worker.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Table of processes in Linux, {@code /proc}.
 *
 * <p>Sending signal 0 to a group is no replacement: it also finds processes that have ended but are not reaped. In a
 * container they may never be, as process 1 there need not reap.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Index of the state among the fields of {@code /proc/PID/stat} after the command's name; see proc(5). */
    private static final int STATE = 0;

    /** Index of the process group among these fields. */
    private static final int GROUP = 2;

    private ProcessTable() {}

    /** Tells whether this system has the table. */
    static boolean isReadable() {
        return Files.isReadable(PROC.resolve("self").resolve("stat"));
    }

    /** Tells whether a process of the group is running. */
    static boolean hasGroup(long group) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                List<String> fields = fields(process.resolve("stat"));
                if (fields.size() > GROUP
                        && fields.get(GROUP).equals(Long.toString(group))
                        && !fields.get(STATE).equals("Z")
                        && !fields.get(STATE).equals("X")) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The table of processes in /proc cannot be read", e);
        }
    }

    /** Returns the fields of a process; no elements if it has ended meanwhile. */
    private static List<String> fields(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
