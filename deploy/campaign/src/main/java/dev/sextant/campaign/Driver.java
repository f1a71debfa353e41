package dev.sextant.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running command of the distribution, usually a coordinator. */
final class Driver implements AutoCloseable {
    private static final int TAIL = 1500;

    private final Process process;
    private final Path output;

    Driver(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end; returns whether it came in time. */
    boolean endsWithin(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        Processes.signal(process.pid(), name);
    }

    /** Returns its output and errors so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Returns the last lines that it printed. */
    String lastWords() throws IOException {
        String all = output();
        return all.substring(Math.max(0, all.length() - TAIL)).strip();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
