package dev.sextant.coordinator.schedule;

import dev.sextant.common.spec.DurationText;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.sql.connect.DatabaseGoneException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Repeats a database call for a limited time while the database is gone: a restart of the server must not cost a study
 * its coordinator. Meanwhile workers continue to train, and their reports wait in memory.
 */
public final class DatabaseRetry {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Duration timeout;
    private final MonotonicClock clock;
    private final WaitStrategy waits;
    private final Consumer<String> notice;

    /**
     * @param timeout how long to retry, counted from the beginning of the call: one that hangs uses up this time, too. In
     *     any case a call is repeated once
     * @param notice receives a message when the database is gone and when it is back
     */
    DatabaseRetry(Duration timeout, MonotonicClock clock, WaitStrategy waits, Consumer<String> notice) {
        this.timeout = timeout;
        this.clock = clock;
        this.waits = waits;
        this.notice = notice;
    }

    /** Returns a retry that waits in real time, for calls outside the scheduler. */
    public static DatabaseRetry inRealTime(Duration timeout, Consumer<String> notice) {
        return new DatabaseRetry(timeout, MonotonicClock.SYSTEM, WaitStrategy.REAL_TIME, notice);
    }

    /** Makes a call without a result as {@link #call} does. */
    public void run(Runnable idempotent) throws InterruptedException {
        call(() -> {
            idempotent.run();
            return true;
        });
    }

    /**
     * Repeats a call until the database answers.
     *
     * @param idempotent may be called more than once
     * @throws DatabaseGoneException if the database is still gone after the timeout
     */
    public <T> T call(Supplier<T> idempotent) throws InterruptedException {
        Duration deadline = clock.now().plus(timeout);
        boolean isGone = false;
        while (true) {
            try {
                T answer = idempotent.get();
                if (isGone) {
                    notice.accept("The database is back");
                }
                return answer;
            } catch (DatabaseGoneException e) {
                if (!isGone) {
                    isGone = true;
                    notice.accept(e.getMessage() + "; retrying for " + DurationText.of(timeout));
                } else if (clock.now().compareTo(deadline) > 0) {
                    throw e;
                }
                waits.sleep(PAUSE);
            }
        }
    }
}
