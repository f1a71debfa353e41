/**
 * Spark behind the scheduler's port: each run is a job of a Spark application.
 *
 * <p>{@link dev.sextant.coordinator.spark.ClusterStart} starts the application with the settings of {@code ClusterConf},
 * and {@link dev.sextant.coordinator.spark.SparkCluster} checks that it has room for all slots and a shared checkpoint
 * folder. {@link dev.sextant.coordinator.spark.SparkRuns} carries each run to an executor as a {@code RunJob} of one task,
 * where {@code ExecutorRuntime} trains it. {@link dev.sextant.coordinator.spark.SextantPlugin} carries reports back to the
 * scheduler, which knows no Spark.
 *
 * <p>Without a cluster, {@code LocalCluster} runs Spark's own cluster manager on this machine, closed to other users, and
 * {@code WorkFolder} holds the files of its executors. {@code ExecutorLaunches} notices executors that do not start.
 */
package dev.sextant.coordinator.spark;
