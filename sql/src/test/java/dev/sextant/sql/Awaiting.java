package dev.sextant.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, not for a time. */
public final class Awaiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Awaiting() {}

    public static <T> T until(Supplier<Optional<T>> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> result = condition.get();
            if (result.isPresent()) {
                return result.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Nothing came in " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
