package dev.sextant.worker;

import dev.sextant.common.time.MonotonicClock;
import java.nio.file.Path;

/**
 * Values that all runs of one executor share.
 *
 * @param host host name
 * @param id id of the executor in the Spark application
 * @param device device that runs train on, e.g. {@code cpu}
 * @param scratch local folder for temporary files of runs
 * @param cache local folder shared by all runs on this host
 * @param clock measures epochs and the time between checkpoints
 */
record ExecutorContext(String host, String id, String device, Path scratch, Path cache, MonotonicClock clock) {}
