package dev.sextant.worker.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private ProcessTable() {}

    /** Tells whether this system has the table. */
    static boolean isReadable() {
        return Files.isReadable(PROC.resolve("self").resolve("stat"));
    }

    /** Tells whether a process is running. */
    static boolean isRunning(long pid) {
        return isRunning(fields(process(pid)));
    }

    /**
     * Returns the processes of this user that were started with a variable in their environment.
     *
     * @param variable name, equals sign and value
     * @return no elements where there is no table
     */
    static List<ProcessHandle> withEnvironment(String variable) {
        if (!isReadable()) {
            return List.of();
        }
        return processes().stream()
                .filter(process -> text(process.resolve("environ")).contains(variable))
                .flatMap(process ->
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString())).stream())
                .toList();
    }

    private static List<Path> processes() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            List<Path> all = new ArrayList<>();
            processes.forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("The table of processes in /proc cannot be read", e);
        }
    }

    private static Path process(long pid) {
        return PROC.resolve(Long.toString(pid));
    }

    private static boolean isRunning(List<String> fields) {
        return fields.size() > STATE
                && !fields.get(STATE).equals("Z")
                && !fields.get(STATE).equals("X");
    }

    /** Returns the fields of a process; no elements if it has ended meanwhile. */
    private static List<String> fields(Path process) {
        String line = text(process.resolve("stat"));
        return line.isEmpty()
                ? List.of()
                : List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
    }

    /** Returns the text of a file; empty if its process has ended, or belongs to another user. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
