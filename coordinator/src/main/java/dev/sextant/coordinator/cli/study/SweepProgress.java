package dev.sextant.coordinator.cli.study;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.text.ControlCharacters;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.cli.terminal.EventLog;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyProgress;
import dev.sextant.coordinator.text.DisplayWidth;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.coordinator.text.WorkText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Progress display of a running sweep. Prints a status line, updated in place on a terminal and repeated every 15 seconds
 * elsewhere, and one line per new best trial, failure, lost run and notice; on request also one per epoch. Writes every event to
 * a log file. Thread-safe.
 */
final class SweepProgress implements StudyObserver, AutoCloseable {
    private static final Duration REPEAT = Duration.ofSeconds(15);

    /** Size at which a new log file is begun. */
    private static final long LOG_BYTES = 20 << 20;

    /** Executors report long work every second; the end of it may not be reported. */
    private static final Duration FRESH = Duration.ofSeconds(4);

    /** Moves the cursor to the start of the line and clears the line. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final OptionalInt columns;
    private boolean logging = true;
    private final EventLog log;
    private final MonotonicClock clock;
    private final InstantSource timeOfDay;
    private final StatusLine line;
    private final Optional<EpochLines> epochs;

    private final WorkText workText;
    private Optional<String> work = Optional.empty();
    private Duration workUntil = Duration.ZERO;

    private StudyProgress latest;
    private Optional<Duration> nextLine = Optional.empty();
    private String shown = "";
    private Optional<Best> unprintedBest = Optional.empty();

    /** A new best value that is not printed yet, as the next epoch may improve it. */
    private record Best(int trial, int epoch, String value) {}

    /**
     * @param out where lines are shown; control characters of other programs are escaped here
     * @param columns width of the terminal; empty if lines cannot be updated in place
     * @param epochs formats a line for each epoch; empty for none
     * @param timeOfDay dates the lines of the log file
     */
    SweepProgress(
            PrintWriter out,
            OptionalInt columns,
            Optional<EpochLines> epochs,
            Path logFile,
            MonotonicClock clock,
            InstantSource timeOfDay)
            throws IOException {
        this.out = out;
        this.columns = columns;
        this.clock = clock;
        this.timeOfDay = timeOfDay;
        this.line = new StatusLine(clock);
        this.epochs = epochs;
        this.workText = new WorkText(clock);
        this.log = new EventLog(logFile, LOG_BYTES);
    }

    @Override
    public synchronized void dispatched(StoredTrial trial, int slot, String reason) {
        log("slot %d: trial %d to epoch %d, attempt %d: %s %s"
                .formatted(
                        slot,
                        trial.number(),
                        trial.targetEpoch(),
                        trial.latestRun().attempt(),
                        reason,
                        trial.configuration()));
    }

    @Override
    public synchronized void measured(RunReport.EpochDone report, boolean best) {
        log("trial %d epoch %d: %s in %.2f s"
                .formatted(report.key().trial(), report.epoch(), report.metrics(), report.seconds()));
        epochs.ifPresent(lines -> lines.of(report).forEach(this::show));
        if (best) {
            Best now = new Best(report.key().trial(), report.epoch(), objective(report));
            if (unprintedBest.isPresent() && unprintedBest.get().trial() != now.trial()) {
                printBest();
            }
            unprintedBest = Optional.of(now);
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

    private void printBest() {
        unprintedBest.ifPresent(
                best -> print("new best: %strial %d, epoch %d".formatted(best.value(), best.trial(), best.epoch())));
        unprintedBest = Optional.empty();
    }

    @Override
    public synchronized void ended(StoredTrial trial, int slot, RunState run, String outcome) {
        if (unprintedBest.isPresent() && unprintedBest.get().trial() == trial.number()) {
            printBest();
        }
        if (trial.state() == TrialState.FAILED) {
            print("trial %d failed: %s".formatted(trial.number(), outcome));
        } else if (run == RunState.LOST) {
            print("trial %d %s".formatted(trial.number(), outcome));
        } else {
            log("slot %d: trial %d %s".formatted(slot, trial.number(), outcome));
        }
    }

    @Override
    public synchronized void working(String name, long done, long total) {
        work = done < total ? Optional.of(workText.of(name, done, total)) : Optional.empty();
        workUntil = clock.now().plus(FRESH);
    }

    @Override
    public synchronized void notice(String message) {
        print(message);
    }

    @Override
    public synchronized void progress(StudyProgress status) {
        latest = status;
        Duration now = clock.now();
        if (now.compareTo(workUntil) >= 0) {
            work = Optional.empty();
        }
        if (columns.isPresent()) {
            // One column less, as a cursor after the last column wraps to the next line.
            int width = columns.getAsInt() - 1;
            String text = DisplayWidth.prefix(ControlCharacters.escaped(line.of(status, work, width)), width);
            if (!text.equals(shown)) {
                shown = text;
                out.print(CLEAR_LINE + text);
                out.flush();
            }
        } else if (nextLine.isEmpty() || now.compareTo(nextLine.get()) >= 0) {
            String text = ControlCharacters.escaped(line.of(status, work, Integer.MAX_VALUE));
            if (!text.equals(shown)) {
                nextLine = Optional.of(now.plus(REPEAT));
                shown = text;
                out.println(text);
            }
        }
    }

    /** Prints a permanent line and logs it. */
    private void print(String message) {
        log(message);
        show(message);
    }

    /** Prints a permanent line. */
    private void show(String text) {
        String message = ControlCharacters.escapedExceptLines(text);
        if (columns.isPresent()) {
            // One write, so that the terminal never shows half of it.
            out.print(CLEAR_LINE + message + System.lineSeparator() + shown);
            out.flush();
        } else {
            out.println(message);
        }
    }

    private void log(String event) {
        try {
            log.line(timeOfDay.instant().truncatedTo(ChronoUnit.MILLIS) + " "
                    + ControlCharacters.escapedExceptLines(event));
        } catch (IOException e) {
            // A full disk must not end the study.
            if (logging) {
                logging = false;
                print("Cannot write the event log, so later events are not logged: " + e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        printBest();
        if (columns.isPresent() && !shown.isEmpty()) {
            out.println();
        }
        log.close();
    }
}
