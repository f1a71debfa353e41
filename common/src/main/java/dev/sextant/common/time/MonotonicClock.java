package dev.sextant.common.time;

import java.time.Duration;

/**
 * Clock for intervals. It advances steadily, while the time of day may be set forward or back at any moment. Readings of
 * the same clock can be compared; a reading alone has no meaning, and none in another process.
 */
@FunctionalInterface
public interface MonotonicClock {
    /** Clock of this process. Safe for use by many threads. */
    MonotonicClock SYSTEM = startingNow();

    /** Returns the time since the clock's arbitrary origin. */
    Duration now();

    private static MonotonicClock startingNow() {
        long origin = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - origin);
    }
}
