package dev.sextant.coordinator.spark;

import java.nio.file.Path;

/**
 * Where a Spark task runs.
 *
 * @param device which device of the executor it may use, e.g. {@code cpu}
 * @param cache a local folder shared by all that run on the host
 */
public record ExecutorLocation(String host, String device, Path cache) {
    /**
     * Of the task that asks.
     *
     * @throws IllegalStateException when the executor runs without Sextant's plugin
     */
    public static ExecutorLocation current() {
        return ExecutorRuntime.current().place();
    }
}
