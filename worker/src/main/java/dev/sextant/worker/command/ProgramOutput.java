package dev.sextant.worker.command;

import dev.sextant.worker.log.RunLog;
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
 * Reader of a program's standard output and error. Reports go into a queue; all other output into the log of the run, its
 * last lines also into a failure's details. Safe for use by many threads.
 */
final class ProgramOutput implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProgramOutput.class);

    private static final int KEPT_LINES = 60;

    /** Most characters of a line, so that a line without end does not fill the memory. */
    private static final int MAX_LINE = 1 << 20;

    /** Most characters of a line that is kept. */
    private static final int MAX_KEPT_LINE = 2000;

    /** Most reports that are read ahead; then the program waits at its pipe. */
    private static final int MAX_AHEAD = 64;

    private static final long END_TIMEOUT_MILLIS = 2000;

    private final BlockingQueue<String> reports = new ArrayBlockingQueue<>(MAX_AHEAD);
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String lastError = "";
    private final String name;
    private final Thread out;
    private final Thread err;

    /**
     * Starts to read.
     *
     * @param name name of the run, for threads and logs
     */
    ProgramOutput(String name, InputStream standardOutput, InputStream standardError) {
        this.name = name;
        this.out = reader("output", standardOutput, true);
        this.err = reader("errors", standardError, false);
    }

    private Thread reader(String streamName, InputStream stream, boolean takesReports) {
        Thread thread = new Thread(() -> read(stream, takesReports), name + " " + streamName);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, boolean takesReports) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (Optional<String> line = line(lines); line.isPresent(); line = line(lines)) {
                if (takesReports && EpochLine.isReport(line.get())) {
                    reports.put(line.get());
                } else {
                    keep(line.get(), !takesReports);
                }
            }
        } catch (IOException e) {
            log.debug("{}: end of output: {}", name, e.toString());
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
        // This thread is started by that of the run.
        RunLog.current().ifPresent(runLog -> runLog.add(line));
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

    /** Returns the next report; empty if none arrives within {@code millis} milliseconds. */
    Optional<String> nextReport(long millis) throws InterruptedException {
        return Optional.ofNullable(reports.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Waits, at most for seconds, until all output of an ended program is read. */
    void awaitEnd() throws InterruptedException {
        err.join(END_TIMEOUT_MILLIS);
        // A full queue blocks the reader, and then holds more reports than are needed.
        out.join(reports.remainingCapacity() == 0 ? 1 : END_TIMEOUT_MILLIS);
    }

    /** Returns the last lines of the program's log. */
    String lastLines() {
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "(the program printed no other output)" : String.join("\n", lastLines);
        }
    }

    /** Returns the last line of standard error that is not blank; empty if there is none. */
    String lastError() {
        synchronized (lastLines) {
            return lastError;
        }
    }

    /** Reads the rest of the output, as {@link #awaitEnd} does, and stops reading. */
    @Override
    public void close() {
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.interrupt();
        err.interrupt();
    }
}
