package dev.sextant.coordinator.study;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.spark.ClusterStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a study is run this time, beside what its file says.
 *
 * @param master a Spark master URL; empty: spark-submit's, else executors on this machine
 * @param slots replaces {@code cluster.slots}
 * @param checkpoints replaces {@code cluster.checkpoints}
 * @param executorPatience how long to wait for executors
 * @param databasePatience how long to wait for a database that is gone
 * @param home Sextant's own folder on this machine
 */
public record Launch(
        Optional<String> master,
        OptionalInt slots,
        Optional<String> checkpoints,
        Duration executorPatience,
        Duration databasePatience,
        Path home) {
    /** The study as it is run this time. */
    StudySpec applied(StudySpec spec) {
        ClusterSettings cluster = spec.cluster();
        return spec.withCluster(cluster.with(slots.orElse(cluster.slots()), checkpoints.or(cluster::checkpoints)));
    }

    /** How the Spark application comes about that runs the study. */
    public ClusterStart cluster(StudySpec spec) {
        return new ClusterStart(applied(spec), master, home);
    }
}
