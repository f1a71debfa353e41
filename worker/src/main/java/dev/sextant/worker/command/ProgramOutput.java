package dev.sextant.worker.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a program's standard output and error as they come: reports into a queue, the last lines of all else kept for
 * when it fails. Safe for use by many threads.
 */
final class ProgramOutput implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProgramOutput.class);

    private static final int KEPT_LINES = 60;
    /** Of a line, so that a program that never ends one does not fill the memory. */
    private static final int MAX_LINE = 1 << 20;

    private static final int MAX_KEPT_LINE = 2000;
    /** Reports ahead of what was asked for; the program waits at its pipe when there are more. */
    private static final int MAX_AHEAD = 64;

    private static final long END_PATIENCE_MILLIS = 2000;

    private final BlockingQueue<String> reports = new ArrayBlockingQueue<>(MAX_AHEAD);
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String lastError = "";
    private final String name;
    private final Thread out;
    private final Thread err;

    /** @param name of the run, for threads and logs */
    ProgramOutput(String name, InputStream standardOutput, InputStream standardError) {
        this.name = name;
        this.out = reader("output", standardOutput, true);
        this.err = reader("errors", standardError, false);
    }

    private Thread reader(String what, InputStream stream, boolean takesReports) {
        Thread thread = new Thread(() -> read(stream, takesReports), name + " " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, boolean takesReports) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (Optional<String> line = line(lines); line.isPresent(); line = line(lines)) {
                if (takesReports && EpochLine.isOne(line.get())) {
                    reports.put(line.get());
                } else {
                    keep(line.get(), !takesReports);
                }
            }
        } catch (IOException e) {
            log.debug("{}: output ends: {}", name, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n' && next != '\r') {
            if (line.length() < MAX_LINE) {
                line.append((char) next);
            }
            next = in.read();
        }
        return Optional.of(line.toString());
    }

    private void keep(String line, boolean isError) {
        if (line.isBlank()) {
            return;
        }
        log.debug("{}: {}", name, line);
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line.length() <= MAX_KEPT_LINE ? line : line.substring(0, MAX_KEPT_LINE) + "...");
            if (isError) {
                lastError = lastLines.getLast().strip();
            }
        }
    }

    /** The next report, or nothing when none came in time. */
    Optional<String> nextReport(long millis) throws InterruptedException {
        return Optional.ofNullable(reports.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Waits, not for long, until all that an ended program printed is read. */
    void awaitEnd() throws InterruptedException {
        err.join(END_PATIENCE_MILLIS);
        // A full queue holds the reader back; what lies in it is more than anybody asked for.
        out.join(reports.remainingCapacity() == 0 ? 1 : END_PATIENCE_MILLIS);
    }

    /** The last lines of its log. */
    String lastLines() {
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "(it printed nothing else)" : String.join("\n", lastLines);
        }
    }

    /** The last line of its standard error that says anything; empty when none does. */
    String lastError() {
        synchronized (lastLines) {
            return lastError;
        }
    }

    @Override
    public void close() {
        out.interrupt();
        err.interrupt();
    }
}
