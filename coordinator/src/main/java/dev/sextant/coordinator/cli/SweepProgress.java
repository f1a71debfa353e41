package dev.sextant.coordinator.cli;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyStatus;
import dev.sextant.sql.TrialRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What a person sees of a running sweep: a status line, rewritten in place on a terminal and repeated now and then
 * elsewhere; a line for each new best, failure and notice; and every event in a log file.
 */
final class SweepProgress implements StudyObserver, AutoCloseable {
    private static final Duration REPEAT = Duration.ofSeconds(15);

    private final PrintWriter out;
    private final boolean terminal;
    private final Writer log;
    private final InstantSource clock;
    private final StatusLine line;

    private StudyStatus latest;
    private Instant nextLine = Instant.MIN;
    private String shown = "";

    /** @param terminal whether {@code out} can rewrite its last line */
    SweepProgress(PrintWriter out, boolean terminal, Path logFile, InstantSource clock) throws IOException {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.line = new StatusLine(clock);
        Files.createDirectories(logFile.getParent());
        this.log = Files.newBufferedWriter(
                logFile, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void dispatched(TrialRow trial, int slot, String why) {
        log("slot %d: trial %d to epoch %d, attempt %d: %s %s"
                .formatted(
                        slot,
                        trial.number(),
                        trial.targetEpoch(),
                        trial.latestRun().attempt(),
                        why,
                        trial.configuration()));
    }

    @Override
    public synchronized void measured(RunReport.EpochDone report, boolean best) {
        log("trial %d epoch %d: %s in %.2f s"
                .formatted(report.key().trial(), report.epoch(), report.metrics(), report.seconds()));
        if (best) {
            Double value = latest == null
                    ? null
                    : report.metrics().get(latest.spec().objective().metric());
            say("new best: trial %d%s after epoch %d"
                    .formatted(
                            report.key().trial(),
                            value == null
                                    ? ""
                                    : ", " + latest.spec().objective().metric() + " " + Words.number(value) + ",",
                            report.epoch()));
        }
    }

    @Override
    public synchronized void ended(TrialRow trial, int slot, String what) {
        if (trial.state() == TrialState.FAILED) {
            say("trial %d failed: %s".formatted(trial.number(), what));
        } else {
            log("slot %d: trial %d %s".formatted(slot, trial.number(), what));
        }
    }

    @Override
    public synchronized void notice(String message) {
        say(message);
    }

    @Override
    public synchronized void progress(StudyStatus status) {
        latest = status;
        Instant now = clock.instant();
        String text = line.of(status);
        if (terminal) {
            if (!text.equals(shown)) {
                rewrite(text);
            }
        } else if (!now.isBefore(nextLine) && !text.equals(shown)) {
            nextLine = now.plus(REPEAT);
            shown = text;
            out.println(text);
        }
    }

    /** A line that stays, on the screen and in the log. */
    private void say(String message) {
        log(message);
        if (terminal) {
            String status = shown;
            rewrite("");
            out.print("\r");
            out.println(message);
            rewrite(status);
        } else {
            out.println(message);
        }
    }

    private void rewrite(String text) {
        String cut = text.length() > columns() - 1 ? text.substring(0, columns() - 1) : text;
        out.print("\r" + cut + " ".repeat(Math.max(0, shown.length() - cut.length())));
        out.flush();
        shown = cut;
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,3}") ? Integer.parseInt(columns) : 120;
    }

    private void log(String event) {
        try {
            log.write(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + event + "\n");
            log.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the sweep's log file", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
        log.close();
    }
}
