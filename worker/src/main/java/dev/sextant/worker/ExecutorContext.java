package dev.sextant.worker;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Values that all runs of one executor share.
 *
 * @param host host name
 * @param id id of the executor in the Spark application
 * @param device device that runs train on, e.g. {@code cpu}
 * @param scratch local folder for temporary files of runs
 * @param cache local folder shared by all runs on this host
 * @param nanoClock time in nanoseconds from an arbitrary origin
 */
record ExecutorContext(String host, String id, String device, Path scratch, Path cache, LongSupplier nanoClock) {}
