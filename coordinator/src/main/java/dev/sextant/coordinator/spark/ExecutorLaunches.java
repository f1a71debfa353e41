package dev.sextant.coordinator.spark;

import dev.sextant.common.text.Plural;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts executors that are launched in vain: they end before they connect to the driver. Logs the end of each executor
 * with its last output, as its files are deleted after the study. Safe for use by many threads.
 */
final class ExecutorLaunches extends SparkListener {
    private static final Logger log = LoggerFactory.getLogger(ExecutorLaunches.class);

    private final Function<String, Optional<String>> output;
    private final Set<String> connected = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private int failedInARow;
    private String lastFailure = "";

    /** @param output returns the last output of the executor with an id, if it can be read on this machine */
    ExecutorLaunches(Function<String, Optional<String>> output) {
        this.output = output;
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        connected.add(event.executorId());
        failedInARow = 0;
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        // Spark may report an end twice: that of the connection and that of the process.
        if (!ended.add(event.executorId())) {
            return;
        }
        String how = event.reason()
                + output.apply(event.executorId()).map(lines -> "\n" + lines).orElse("");
        log.info("Executor {} ended: {}", event.executorId(), how);
        if (!connected.contains(event.executorId())) {
            failedInARow++;
            lastFailure = how;
        }
    }

    /** Returns the number of launches that failed since an executor last connected. */
    synchronized int failedInARow() {
        return failedInARow;
    }

    /** Returns the number of executors that have connected or ended: all launches but those that are still starting. */
    synchronized int settled() {
        Set<String> settled = new HashSet<>(connected);
        settled.addAll(ended);
        return settled.size();
    }

    /** Returns the number of failed launches in a row and how the last one ended; empty if none failed. */
    synchronized Optional<String> failures() {
        return failedInARow == 0
                ? Optional.empty()
                : Optional.of(Plural.count(failedInARow, "executor")
                        + " ended before connecting to the driver, the last one with: " + lastFailure);
    }
}
