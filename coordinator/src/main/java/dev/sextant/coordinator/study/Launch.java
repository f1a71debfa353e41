package dev.sextant.coordinator.study;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.spark.ClusterStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a study is run this time, in addition to its file.
 *
 * @param master a Spark master URL; empty for the one that spark-submit was given, or else executor processes on this
 *     machine
 * @param slots replaces {@code cluster.slots}
 * @param checkpoints replaces {@code cluster.checkpoints}
 * @param executorTimeout how long to wait for executors
 * @param databaseTimeout how long to retry while the database is gone
 * @param home Sextant's own folder on this machine
 */
public record Launch(
        Optional<String> master,
        OptionalInt slots,
        Optional<String> checkpoints,
        Duration executorTimeout,
        Duration databaseTimeout,
        Path home) {
    /** Returns the study as it is run this time. */
    StudySpec applied(StudySpec spec) {
        ClusterSettings cluster = spec.cluster();
        return spec.withCluster(cluster.with(slots.orElse(cluster.slots()), checkpoints.or(cluster::checkpoints)));
    }

    /** Returns the start of the Spark application that runs the study; starts nothing yet. */
    public ClusterStart cluster(StudySpec spec) {
        return new ClusterStart(applied(spec), master, home);
    }
}
