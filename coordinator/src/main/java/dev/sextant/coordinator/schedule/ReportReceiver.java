package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Receives the reports of runs: answers at once, from memory, and passes them on. Never does I/O, because Spark calls it on
 * one thread for all executors. Safe for use by many threads.
 */
final class ReportReceiver {
    private final Map<RunKey, LiveRun> live = new ConcurrentHashMap<>();
    private final Consumer<RunReport> next;
    private final MonotonicClock clock;

    /**
     * A run that may report.
     *
     * @param lastSign time of its last report, or of its dispatch
     * @param hasReported whether it has reported at all
     */
    private record LiveRun(Directive directive, Duration lastSign, boolean hasReported) {}

    /** @param next receives every report of a live run; must not block */
    ReportReceiver(Consumer<RunReport> next, MonotonicClock clock) {
        this.next = next;
        this.clock = clock;
    }

    /** Accepts reports of a run from now on. */
    void open(RunKey key) {
        live.put(key, new LiveRun(Directive.CONTINUE, clock.now(), false));
    }

    /** Ignores the reports of a run from now on, and tells it to abandon its work. */
    void close(RunKey key) {
        live.remove(key);
    }

    /** Tells all live runs, at their next reports, to save and stop. */
    void stopAll() {
        live.replaceAll((key, run) -> new LiveRun(Directive.STOP, run.lastSign(), run.hasReported()));
    }

    /** Tells a live run, at its next report, to save and stop. */
    void stop(RunKey key) {
        live.computeIfPresent(key, (same, run) -> new LiveRun(Directive.STOP, run.lastSign(), run.hasReported()));
    }

    /** Returns the runs that have begun and then reported nothing for longer than {@code silence}. */
    List<RunKey> silentFor(Duration silence) {
        return withoutSignFor(silence, true);
    }

    /** Returns the runs that have waited for an executor for longer than {@code wait}. */
    List<RunKey> waitingFor(Duration wait) {
        return withoutSignFor(wait, false);
    }

    private List<RunKey> withoutSignFor(Duration age, boolean hasReported) {
        Duration now = clock.now();
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().hasReported() == hasReported)
                .filter(entry -> now.minus(entry.getValue().lastSign()).compareTo(age) > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Receives a report, and returns what its run must do next. */
    Directive receive(RunReport report) {
        LiveRun run = live.computeIfPresent(
                report.key(), (key, before) -> new LiveRun(before.directive(), clock.now(), true));
        if (run == null) {
            return Directive.ABANDON;
        }
        next.accept(report);
        return run.directive();
    }
}
