/**
 * Trains one run on one executor.
 *
 * <p>Comes in: a {@link dev.sextant.common.run.RunOrder} and a {@link dev.sextant.common.run.Reporter}. Goes out: reports,
 * checkpoints and a {@link dev.sextant.common.run.RunResult}. Knows neither the database nor Spark's scheduler.
 */
package dev.sextant.worker;
