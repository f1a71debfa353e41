package dev.sextant.worker.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Linux's table of processes, {@code /proc}.
 *
 * <p>Signalling a group with 0 would not do: it also finds processes that have ended but wait to be reaped, which in a
 * container may be for ever, as process 1 there need not reap.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code /proc/PID/stat} after the command's name in parentheses; proc(5). */
    private static final int STATE = 0;

    private static final int GROUP = 2;

    private ProcessTable() {}

    static boolean isReadable() {
        return Files.isReadable(PROC.resolve("self").resolve("stat"));
    }

    /** Whether a process of the group lives. */
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

    /** Nothing when the process is gone meanwhile. */
    private static List<String> fields(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
