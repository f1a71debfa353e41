package dev.sextant.coordinator.spark;

import dev.sextant.common.progress.WorkProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Passes the progress of long work in an executor on to the driver, at most once a second. Safe for use by many threads.
 */
final class WorkMessages implements WorkProgress.Listener {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Consumer<WorkMessage> driver;
    private final LongSupplier nanoClock;
    private final AtomicLong lastNanos;

    WorkMessages(Consumer<WorkMessage> driver, LongSupplier nanoClock) {
        this.driver = driver;
        this.nanoClock = nanoClock;
        this.lastNanos = new AtomicLong(nanoClock.getAsLong());
    }

    @Override
    public void advanced(String work, long done, long total) {
        long last = lastNanos.get();
        long now = nanoClock.getAsLong();
        if (now - last >= INTERVAL_NANOS && lastNanos.compareAndSet(last, now)) {
            driver.accept(new WorkMessage(work, done, total));
        }
    }
}
