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
final class DatabaseRetry {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Duration timeout;
    private final MonotonicClock clock;
    private final WaitStrategy waits;
    private final Consumer<String> notice;

    /**
     * @param timeout how long to retry after the first failure
     * @param notice receives a message when the database is gone and when it is back
     */
    DatabaseRetry(Duration timeout, MonotonicClock clock, WaitStrategy waits, Consumer<String> notice) {
        this.timeout = timeout;
        this.clock = clock;
        this.waits = waits;
        this.notice = notice;
    }

    /** Makes a call without a result as {@link #call} does. */
    void run(Runnable idempotent) throws InterruptedException {
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
    <T> T call(Supplier<T> idempotent) throws InterruptedException {
        Duration deadline = null;
        while (true) {
            try {
                T answer = idempotent.get();
                if (deadline != null) {
                    notice.accept("The database is back");
                }
                return answer;
            } catch (DatabaseGoneException e) {
                Duration now = clock.now();
                if (deadline == null) {
                    deadline = now.plus(timeout);
                    notice.accept(e.getMessage() + "; retrying for " + DurationText.of(timeout));
                }
                if (now.compareTo(deadline) > 0) {
                    throw e;
                }
                waits.sleep(PAUSE);
            }
        }
    }
}
