package dev.sextant.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What lives on this process's heap when a quarter, a half, three quarters and all of the trials are over. */
final class DriverHeap implements AutoCloseable {
    private static final int QUARTERS = 4;
    private static final long MEBIBYTE = 1 << 20;

    private final int trials;
    private final ExecutorService collecting = Executors.newSingleThreadExecutor();
    private final List<Long> used = new ArrayList<>();
    private int quarters;

    DriverHeap(int trials) {
        this.trials = trials;
    }

    /** Returns at once. */
    void ended(int done) {
        while (quarters < QUARTERS && done * QUARTERS >= trials * (quarters + 1)) {
            quarters++;
            collecting.execute(this::look);
        }
    }

    private void look() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        synchronized (used) {
            used.add(bytes / MEBIBYTE);
        }
    }

    /** What was found, once all of it is. */
    String mebibytes() throws InterruptedException {
        collecting.shutdown();
        collecting.awaitTermination(1, TimeUnit.MINUTES);
        synchronized (used) {
            return used.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    @Override
    public void close() {
        collecting.shutdownNow();
    }
}
