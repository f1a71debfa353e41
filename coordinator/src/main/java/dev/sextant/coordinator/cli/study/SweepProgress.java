package dev.sextant.coordinator.cli.study;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person sees of a running sweep: a status line, rewritten in place on a terminal and repeated now and then
 * elsewhere; a line for each new best, failure and notice; and every event in a log file.
 */
final class SweepProgress implements StudyObserver, AutoCloseable {
    private static final Duration REPEAT = Duration.ofSeconds(15);

    /** To the line's begin, and empty it to its end. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final OptionalInt columns;
    private boolean logWorks = true;
    private final Writer log;
    private final InstantSource clock;
    private final StatusLine line;

    private StudyProgress latest;
    private Instant nextLine = Instant.MIN;
    private String shown = "";
    private Optional<Best> unsaid = Optional.empty();

    /** A new best that the screen does not tell yet, as it may get better with the next epoch. */
    private record Best(int trial, int epoch, String value) {}

    /** @param columns of the terminal behind {@code out}; empty where its last line cannot be rewritten */
    SweepProgress(PrintWriter out, OptionalInt columns, Path logFile, InstantSource clock) throws IOException {
        this.out = out;
        this.columns = columns;
        this.clock = clock;
        this.line = new StatusLine(clock);
        Files.createDirectories(logFile.getParent());
        this.log = Files.newBufferedWriter(
                logFile, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void dispatched(StoredTrial trial, int slot, String why) {
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
            Best now = new Best(report.key().trial(), report.epoch(), objective(report));
            if (unsaid.isPresent() && unsaid.get().trial() != now.trial()) {
                sayBest();
            }
            unsaid = Optional.of(now);
        }
    }

    private String objective(RunReport.EpochDone report) {
        if (latest == null) {
            return "";
        }
        String metric = latest.spec().objective().metric();
        Double value = report.metrics().get(metric);
        return value == null ? "" : metric + " " + TextFormat.number(value) + ", ";
    }

    private void sayBest() {
        unsaid.ifPresent(
                best -> say("new best: %strial %d after epoch %d".formatted(best.value(), best.trial(), best.epoch())));
        unsaid = Optional.empty();
    }

    @Override
    public synchronized void ended(StoredTrial trial, int slot, String what) {
        if (unsaid.isPresent() && unsaid.get().trial() == trial.number()) {
            sayBest();
        }
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
    public synchronized void progress(StudyProgress status) {
        latest = status;
        Instant now = clock.instant();
        if (columns.isPresent()) {
            // One column less: a cursor behind the last one would stand on the next line.
            String text = line.of(status, columns.getAsInt() - 1);
            if (!text.equals(shown)) {
                shown = text;
                out.print(CLEAR_LINE + text);
                out.flush();
            }
        } else if (!now.isBefore(nextLine)) {
            String text = line.of(status, Integer.MAX_VALUE);
            if (!text.equals(shown)) {
                nextLine = now.plus(REPEAT);
                shown = text;
                out.println(text);
            }
        }
    }

    /** A line that stays, on the screen and in the log. */
    private void say(String message) {
        log(message);
        if (columns.isPresent()) {
            // In one piece, so that the terminal never shows half of it.
            out.print(CLEAR_LINE + message + System.lineSeparator() + shown);
            out.flush();
        } else {
            out.println(message);
        }
    }

    private void log(String event) {
        try {
            log.write(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + event + "\n");
            log.flush();
        } catch (IOException e) {
            // The study matters more than its log: a full disk must not end it.
            if (logWorks) {
                logWorks = false;
                say("Events no longer go to the log file: " + e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        sayBest();
        if (columns.isPresent() && !shown.isEmpty()) {
            out.println();
        }
        log.close();
    }
}
