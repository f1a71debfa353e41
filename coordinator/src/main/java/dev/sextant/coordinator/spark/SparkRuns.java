package dev.sextant.coordinator.spark;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.coordinator.schedule.JobOutcome;
import dev.sextant.coordinator.schedule.RunDispatcher;
import dev.sextant.coordinator.schedule.RunListener;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Carries runs to executors. Each run is a Spark job of one task, named so that Spark's web UI reads like the study. One
 * thread per slot waits for its job. Safe for use by many threads.
 */
public final class SparkRuns implements RunDispatcher {
    private final SparkCluster cluster;
    private final JavaSparkContext spark;
    private final ExecutorService slotThreads;
    /** Runs under way, each with the reason for canceling it; empty for one that is not canceled. */
    private final Map<RunKey, String> underWay = new ConcurrentHashMap<>();

    private volatile RunListener listener;

    /** @param slots maximum number of runs under way */
    public SparkRuns(SparkCluster cluster, int slots) {
        this.cluster = cluster;
        this.spark = cluster.context();
        this.slotThreads = Executors.newFixedThreadPool(slots, task -> {
            Thread thread = new Thread(task, "slot");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void connect(RunListener runListener) {
        listener = runListener;
        SextantPlugin.reportTo(runListener);
    }

    @Override
    public void dispatch(RunOrder order, int slot) {
        underWay.put(order.key(), "");
        slotThreads.execute(() -> {
            Thread.currentThread().setName("slot " + slot);
            JobOutcome outcome = train(order);
            underWay.remove(order.key());
            listener.ended(order.key(), slot, outcome);
        });
    }

    /** Fails the job of the run and interrupts its thread on the executor. */
    @Override
    public void cancel(RunKey key, String reason) {
        underWay.replace(key, reason);
        if (!isStopped()) {
            spark.cancelJobGroup(group(key));
        }
    }

    @Override
    public Optional<String> end() {
        return cluster.vainLaunches()
                .or(() -> isStopped()
                        ? Optional.of(
                                "The Spark application ended while the study was running. " + cluster.whereToLook())
                        : Optional.empty());
    }

    private boolean isStopped() {
        return spark.sc().isStopped();
    }

    private JobOutcome train(RunOrder order) {
        spark.setJobGroup(group(order.key()), description(order), true);
        try {
            return new JobOutcome.Finished(RunJob.train(order, spark.sc()));
        } catch (Throwable e) { // whatever it is, the slot must become free
            String canceled = underWay.get(order.key());
            return new JobOutcome.Lost(canceled.isEmpty() ? JobFailure.reason(e) : canceled);
        }
    }

    private static String group(RunKey key) {
        return "study " + key.studyId() + " " + key;
    }

    private static String description(RunOrder order) {
        return String.format(
                Locale.ROOT,
                "%s trial %d, epochs %d-%d, attempt %d",
                order.study(),
                order.key().trial(),
                order.fromEpoch() + 1,
                order.toEpoch(),
                order.key().attempt());
    }

    @Override
    public void close() {
        slotThreads.shutdownNow();
        if (!isStopped()) {
            spark.sc().cancelAllJobs();
        }
    }
}
