package dev.sextant.worker;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What all runs of one executor have in common.
 *
 * @param scratch a local folder for runs' temporary files
 * @param cache a local folder shared by all runs on this host
 * @param nanoClock nanoseconds from any origin
 */
record Worker(String host, String executor, String device, Path scratch, Path cache, LongSupplier nanoClock) {}
