package dev.sextant.coordinator.study;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.spark.ClusterStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options for running a study that replace or complement its study file.
 *
 * @param master a Spark master URL; empty for the one that spark-submit was given, or else executor processes on this
 *     machine
 * @param slots replaces {@code cluster.slots}
 * @param checkpoints replaces {@code cluster.checkpoints}
 * @param executorTimeout maximum wait for executors
 * @param databaseTimeout how long to retry database calls while the database is gone
 * @param home Sextant's own folder on this machine
 */
public record Launch(
        Optional<String> master,
        OptionalInt slots,
        Optional<String> checkpoints,
        Duration executorTimeout,
        Duration databaseTimeout,
        Path home) {
    /** Returns the specification of a study with these options applied. */
    public StudySpec applied(StudySpec spec) {
        ClusterSettings cluster = spec.cluster();
        return spec.withCluster(cluster.with(slots.orElse(cluster.slots()), checkpoints.or(cluster::checkpoints)));
    }

    /** Returns the start of the Spark application that runs the study; starts nothing yet. */
    public ClusterStart cluster(StudySpec spec) {
        return new ClusterStart(applied(spec), master, home);
    }
}
