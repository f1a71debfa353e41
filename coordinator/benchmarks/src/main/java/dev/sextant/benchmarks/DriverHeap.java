package dev.sextant.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The live heap of this process after a quarter, a half, three quarters and all of the trials. */
final class DriverHeap implements AutoCloseable {
    private static final int QUARTERS = 4;
    private static final long MEBIBYTE = 1 << 20;

    private final int trials;
    private final ExecutorService collector = Executors.newSingleThreadExecutor();
    private final List<Long> usedMebibytes = new ArrayList<>();
    private int quarters;

    DriverHeap(int trials) {
        this.trials = trials;
    }

    /**
     * Measures the heap when a quarter is complete; returns at once.
     *
     * @param done number of trials that have ended
     */
    void ended(int done) {
        while (quarters < QUARTERS && done * QUARTERS >= trials * (quarters + 1)) {
            quarters++;
            collector.execute(this::measure);
        }
    }

    private void measure() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        synchronized (usedMebibytes) {
            usedMebibytes.add(bytes / MEBIBYTE);
        }
    }

    /** The measurements in MiB; waits for the last one. */
    String mebibytes() throws InterruptedException {
        collector.shutdown();
        collector.awaitTermination(1, TimeUnit.MINUTES);
        synchronized (usedMebibytes) {
            return usedMebibytes.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    @Override
    public void close() {
        collector.shutdownNow();
    }
}
