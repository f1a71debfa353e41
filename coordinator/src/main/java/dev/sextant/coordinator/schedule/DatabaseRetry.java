package dev.sextant.coordinator.schedule;

import dev.sextant.sql.connect.DatabaseGoneException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the database again, for a while, when it is gone: a restart of the server must not cost a study its coordinator.
 * Workers train on meanwhile; what they report waits in memory.
 */
final class DatabaseRetry {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Duration limit;
    private final InstantSource clock;
    private final Consumer<String> notice;

    DatabaseRetry(Duration limit, InstantSource clock, Consumer<String> notice) {
        this.limit = limit;
        this.clock = clock;
        this.notice = notice;
    }

    void run(Runnable write) throws InterruptedException {
        call(() -> {
            write.run();
            return true;
        });
    }

    <T> T call(Supplier<T> write) throws InterruptedException {
        Instant giveUp = null;
        while (true) {
            try {
                T answer = write.get();
                if (giveUp != null) {
                    notice.accept("The database is back");
                }
                return answer;
            } catch (DatabaseGoneException e) {
                Instant now = clock.instant();
                if (giveUp == null) {
                    giveUp = now.plus(limit);
                    notice.accept(e.getMessage() + "; trying again for " + limit.toSeconds() + " s");
                }
                if (now.isAfter(giveUp)) {
                    throw e;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
