package dev.sextant.coordinator.spark;

import java.nio.file.Path;

/**
 * Location of the tasks of an executor.
 *
 * @param host name of the host
 * @param device device of the executor that tasks may use, e.g. {@code cpu}
 * @param cache local folder that is shared by all runs on the host
 */
record ExecutorLocation(String host, String device, Path cache) {}
