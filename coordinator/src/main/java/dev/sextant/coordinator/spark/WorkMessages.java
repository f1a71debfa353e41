package dev.sextant.coordinator.spark;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Passes the progress of long work in an executor on to the driver, at most once a second. Safe for use by many
 * threads.
 */
final class WorkMessages implements WorkProgress.Listener {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Consumer<WorkMessage> driver;
    private final MonotonicClock clock;
    private final AtomicReference<Duration> lastSent;

    WorkMessages(Consumer<WorkMessage> driver, MonotonicClock clock) {
        this.driver = driver;
        this.clock = clock;
        this.lastSent = new AtomicReference<>(clock.now());
    }

    @Override
    public void advanced(String work, long done, long total) {
        Duration last = lastSent.get();
        Duration now = clock.now();
        if (now.minus(last).compareTo(INTERVAL) >= 0 && lastSent.compareAndSet(last, now)) {
            driver.accept(new WorkMessage(work, done, total));
        }
    }
}
