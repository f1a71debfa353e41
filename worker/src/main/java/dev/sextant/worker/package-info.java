/**
 * Training of runs on one executor.
 *
 * <p>A {@link dev.sextant.common.run.RunOrder} and a {@link dev.sextant.common.run.Reporter} come in; reports,
 * checkpoints and a {@link dev.sextant.common.run.RunResult} go out. {@link dev.sextant.worker.RunLoop} is the entry
 * point; it can also prepare the runs of a study before the first order. This package knows neither the database nor
 * Spark's scheduler.
 */
package dev.sextant.worker;
