package dev.sextant.benchmarks;

import dev.sextant.coordinator.schedule.Scheduler;
import dev.sextant.sql.StudyJournal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Timer;
import java.util.TimerTask;

/** Looks at regular intervals what the scheduler's thread does: a profile that needs no hooks in the scheduler. */
final class SchedulerThread implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final Thread scheduler;
    private final Timer watch = new Timer("scheduler watch", true);
    private long looks;
    private long waiting;
    private long inJournal;

    SchedulerThread(Thread scheduler) {
        this.scheduler = scheduler;
        watch.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        look();
                    }
                },
                0,
                INTERVAL.toMillis());
    }

    private synchronized void look() {
        StackTraceElement[] stack = scheduler.getStackTrace();
        if (!isIn(stack, Scheduler.class, "run")) {
            return;
        }
        looks++;
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

    synchronized Shares shares() {
        double all = Math.max(1, looks);
        return new Shares(waiting / all, inJournal / all);
    }

    @Override
    public void close() {
        watch.cancel();
    }

    /** Shares of the time of {@code Scheduler.run}, from 0 to 1. */
    record Shares(double waiting, double inJournal) {}
}
