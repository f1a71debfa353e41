/**
 * Trains one run on one executor.
 *
 * <p>Comes in: a {@link dev.sextant.common.run.RunOrder} and a {@link dev.sextant.common.run.Reporter}. Goes out: reports,
 * checkpoints and a {@link dev.sextant.common.run.RunResult}. Knows neither the database nor Spark's scheduler.
 * Before the first order it may get ready what all runs of a study begin with.
 */
package dev.sextant.worker;
