package dev.sextant.coordinator.spark;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.ClusterException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkConf;

/**
 * The start of the Spark application that runs a study: when it is needed, or ahead, while the database is opened. Safe for
 * use by many threads.
 */
public final class ClusterStart implements AutoCloseable {
    private final SparkConf conf;
    private final FutureTask<SparkCluster> start;
    private final boolean mayBeAhead;
    private Optional<Thread> ahead = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param spec as it will be run, whose study executors get ready for
     * @param master a Spark master URL; empty: the one that spark-submit was given, else executors on this machine
     * @param home Sextant's own folder on this machine
     * @throws ClusterException when executors are to be processes on this machine and it cannot hold them
     */
    public ClusterStart(StudySpec spec, Optional<String> master, Path home) {
        conf = ClusterConf.of(spec, master, home).set(ExecutorRuntime.STUDY, SpecJson.write(spec));
        mayBeAhead = conf.get("spark.master").startsWith("local")
                && spec.search().warmStart().isEmpty();
        start = new FutureTask<>(() -> SparkCluster.start(conf, spec.cluster()));
    }

    /**
     * Begins at once, on a thread of its own, where that takes this machine alone: of a cluster nothing is asked before
     * the study is known to be ours to run. A study that names earlier ones waits, too: only the database knows whether
     * they are there.
     */
    public synchronized ClusterStart ahead() {
        if (mayBeAhead) {
            Thread thread = new Thread(start, "starting Spark");
            thread.start();
            ahead = Optional.of(thread);
        }
        return this;
    }

    /**
     * The application, started now where it has not been yet.
     *
     * @throws ClusterException when Spark does not start
     */
    public SparkCluster await() throws InterruptedException {
        start.run();
        try {
            return start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new ClusterException("Spark does not start: " + e.getCause(), e.getCause());
        }
    }

    /** Ends the application, if it was started at all. */
    @Override
    public synchronized void close() {
        try {
            if (ahead.isPresent()) {
                ahead.get().join();
            }
            if (start.isDone()) {
                start.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // It did not start: whoever waited for it knows, and to others it does not matter.
        }
    }
}
