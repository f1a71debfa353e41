package dev.sextant.coordinator.spark;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.ClusterException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkConf;

/**
 * Starts the Spark application that runs a study: when it is needed, or ahead of time while the database is opened. Safe
 * for use by many threads.
 */
public final class ClusterStart implements AutoCloseable {
    private final FutureTask<SparkCluster> start;
    private final boolean mayStartAhead;
    private Optional<Thread> ahead = Optional.empty();

    /**
     * Prepares the configuration. Starts nothing yet.
     *
     * @param spec the study as it will be run; executors prepare for it when they start
     * @param master a Spark master URL; empty for the one that spark-submit was given, or else executor processes on this
     *     machine
     * @param home Sextant's own folder on this machine
     * @throws ClusterException if executors are to be processes on this machine and it cannot hold them
     */
    public ClusterStart(StudySpec spec, Optional<String> master, Path home) {
        SparkConf conf = ClusterConf.of(spec, master, home);
        mayStartAhead = LocalCluster.isMeantBy(conf.get("spark.master"))
                && spec.search().warmStart().isEmpty();
        start = new FutureTask<>(() -> SparkCluster.start(conf, spec, home));
    }

    /**
     * Starts the application at once, on a thread of its own, if all executors are on this machine. No resources of a
     * cluster are requested before the study's lock is held. A study that names earlier ones waits as well, because
     * only the database knows whether they exist.
     */
    public synchronized ClusterStart ahead() {
        if (mayStartAhead) {
            Thread thread = new Thread(start, "starting Spark");
            thread.start();
            ahead = Optional.of(thread);
        }
        return this;
    }

    /**
     * Returns the application; starts it now unless that has happened.
     *
     * @throws ClusterException if Spark does not start
     */
    public SparkCluster await() throws InterruptedException {
        start.run();
        try {
            return start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new ClusterException("Spark did not start: " + e.getCause(), e.getCause());
        }
    }

    /** Ends the application if it was started. */
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
            // It did not start; the callers that waited for it have received the exception.
        }
    }
}
