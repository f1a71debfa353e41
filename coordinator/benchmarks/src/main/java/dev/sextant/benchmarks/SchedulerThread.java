package dev.sextant.benchmarks;

import dev.sextant.coordinator.schedule.Scheduler;
import dev.sextant.sql.StudyJournal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Timer;
import java.util.TimerTask;

/** A sampling profiler of the scheduler's thread, which needs no hooks in the scheduler. */
final class SchedulerThread implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final Thread scheduler;
    private final Timer timer = new Timer("scheduler profiler", true);
    private long samples;
    private long waiting;
    private long inJournal;

    SchedulerThread(Thread scheduler) {
        this.scheduler = scheduler;
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        sample();
                    }
                },
                0,
                INTERVAL.toMillis());
    }

    private synchronized void sample() {
        StackTraceElement[] stack = scheduler.getStackTrace();
        if (!isIn(stack, Scheduler.class, "run")) {
            return;
        }
        samples++;
        if (isIn(stack, StudyJournal.class, "")) {
            inJournal++;
        } else if (isIn(stack, Scheduler.class, "nextEvents")) {
            waiting++;
        }
    }

    private static boolean isIn(StackTraceElement[] stack, Class<?> type, String method) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && (method.isEmpty() || frame.getMethodName().equals(method)));
    }

    /** The shares measured so far. */
    synchronized Shares shares() {
        double all = Math.max(1, samples);
        return new Shares(waiting / all, inJournal / all);
    }

    @Override
    public void close() {
        timer.cancel();
    }

    /**
     * Shares of the time of {@code Scheduler.run}, in [0, 1].
     *
     * @param waiting share spent waiting for events
     * @param inJournal share spent in the database
     */
    record Shares(double waiting, double inJournal) {}
}
