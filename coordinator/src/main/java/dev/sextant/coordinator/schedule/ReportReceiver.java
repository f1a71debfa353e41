package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where runs report: answers at once, from memory, and passes the report on. Never does I/O, because Spark calls it on a
 * single thread for all executors. Safe for use by many threads.
 */
public final class ReportReceiver {
    private final Map<RunKey, LiveRun> live = new ConcurrentHashMap<>();
    private final Consumer<RunReport> next;
    private final InstantSource clock;

    /** @param next gets every report of a live run; must not block */
    ReportReceiver(Consumer<RunReport> next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    /** From now on the run may report. */
    void open(RunKey key) {
        live.put(key, new LiveRun(Directive.CONTINUE, clock.instant(), false));
    }

    /** From now on the run is told to abandon what it does. */
    void close(RunKey key) {
        live.remove(key);
    }

    /** Tells the run, at its next report, to save and stop. */
    void stop(RunKey key) {
        live.computeIfPresent(key, (same, run) -> new LiveRun(Directive.STOP, run.since, run.heard));
    }

    void stopAll() {
        live.keySet().forEach(this::stop);
    }

    /** Runs that have begun and then reported nothing for longer than {@code silence}. */
    List<RunKey> silentFor(Duration silence) {
        return olderThan(silence, true);
    }

    /** Runs that have waited for an executor for longer than {@code wait}. */
    List<RunKey> waitingFor(Duration wait) {
        return olderThan(wait, false);
    }

    private List<RunKey> olderThan(Duration age, boolean heard) {
        Instant limit = clock.instant().minus(age);
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().heard == heard
                        && entry.getValue().since.isBefore(limit))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Takes a report and answers it. */
    public Directive receive(RunReport report) {
        LiveRun run = live.computeIfPresent(
                report.key(), (key, before) -> new LiveRun(before.directive, clock.instant(), true));
        if (run == null) {
            return Directive.ABANDON;
        }
        next.accept(report);
        return run.directive;
    }

    /**
     * @param since when it was heard of last, or handed to Spark
     * @param heard whether it has reported at all
     */
    private record LiveRun(Directive directive, Instant since, boolean heard) {}
}
