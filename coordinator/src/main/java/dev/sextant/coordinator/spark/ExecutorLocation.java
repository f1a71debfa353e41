package dev.sextant.coordinator.spark;

import java.nio.file.Path;

/**
 * Where a Spark task runs.
 *
 * @param host name of the executor's host
 * @param device device of the executor that the task may use, e.g. {@code cpu}
 * @param cache local folder shared by all tasks on the host
 */
public record ExecutorLocation(String host, String device, Path cache) {
    /**
     * Returns the location of the current task.
     *
     * @throws IllegalStateException if the executor runs without Sextant's plugin
     */
    public static ExecutorLocation current() {
        return ExecutorRuntime.current().location();
    }
}
