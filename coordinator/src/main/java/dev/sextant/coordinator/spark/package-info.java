/**
 * Runs as jobs of a Spark application.
 *
 * <p>{@link dev.sextant.coordinator.spark.ClusterStart} starts the application, on this machine while the database is still
 * being opened. {@link dev.sextant.coordinator.spark.SparkRuns} carries each run to an executor as a job of one task, where
 * {@code ExecutorRuntime} trains it. {@link dev.sextant.coordinator.spark.SextantPlugin} carries reports back to the
 * scheduler, which knows nothing of Spark.
 */
package dev.sextant.coordinator.spark;
