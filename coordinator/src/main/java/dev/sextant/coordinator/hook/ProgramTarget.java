package dev.sextant.coordinator.hook;

import dev.sextant.common.text.ControlCharacters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command of the shell for each event, with the JSON document on its standard input. It is run beside the
 * coordinator, with its environment and folder. What it prints is ignored unless it fails.
 */
final class ProgramTarget implements EventTarget {
    /** Bytes of its output that are kept for the message of a failure: the last ones. */
    private static final int KEPT_OUTPUT = 2000;

    private static final Duration END_OF_OUTPUT = Duration.ofSeconds(1);

    private final String command;
    private final Duration timeout;

    ProgramTarget(String command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public void deliver(StudyEvent event) throws IOException, InterruptedException {
        // A file, as a program that does not read a pipe would block whoever writes to it.
        Path document = Files.createTempFile("sextant-event-", ".json");
        try {
            Files.writeString(document, event.json() + "\n");
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(document.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(event.variables());
            await(builder.start());
        } finally {
            Files.deleteIfExists(document);
        }
    }

    private void await(Process process) throws IOException, InterruptedException {
        Output output = new Output(process.getInputStream());
        output.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it ran longer than " + timeout.toSeconds() + " s and was killed");
            }
            if (process.exitValue() != 0) {
                output.join(END_OF_OUTPUT.toMillis()); // a process that it left behind may keep it open
                throw new IOException("exit code " + process.exitValue() + output.lastLine());
            }
        } finally {
            if (process.isAlive()) {
                try (Stream<ProcessHandle> descendants = process.descendants()) {
                    descendants.forEach(ProcessHandle::destroyForcibly);
                }
                process.destroyForcibly();
            }
        }
    }

    @Override
    public String name() {
        return "the command of --on-event";
    }

    /** Reads what a program prints, so that it never waits for a reader, and keeps the end. */
    private static final class Output extends Thread {
        private final InputStream in;
        private byte[] end = new byte[0];

        Output(InputStream in) {
            super("event output");
            setDaemon(true);
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    append(buffer, read);
                }
            } catch (IOException e) {
                append(new byte[0], 0); // killed: what was read stays
            }
        }

        private synchronized void append(byte[] bytes, int length) {
            byte[] all = Arrays.copyOf(end, end.length + length);
            System.arraycopy(bytes, 0, all, end.length, length);
            end = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_OUTPUT), all.length);
        }

        /** Returns the last line with a colon before it; empty if there is none. */
        synchronized String lastLine() {
            String[] lines = new String(end, StandardCharsets.UTF_8).strip().split("\\R", -1);
            String last = lines[lines.length - 1].strip();
            return last.isEmpty() ? "" : ": " + ControlCharacters.escaped(last);
        }
    }
}
