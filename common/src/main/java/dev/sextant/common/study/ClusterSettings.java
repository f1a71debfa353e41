package dev.sextant.common.study;

import java.time.Duration;
import java.util.Optional;

/**
 * The resources that a study uses on the cluster.
 *
 * @param slots number of runs at the same time, at least 1
 * @param gpusPerTrial number of whole GPUs per run, 0 for none
 * @param cpusPerTrial number of CPU cores per run, at least 1
 * @param memoryPerTrial memory per run in Spark's notation, such as {@code 2g}
 * @param checkpoints Hadoop path that the driver and all executors share; empty for the launcher's default
 * @param checkpointEvery age of the last checkpoint from which the end of an epoch saves another
 * @param silence time without a report after which a run counts as lost and is retried
 */
public record ClusterSettings(
        int slots,
        int gpusPerTrial,
        int cpusPerTrial,
        String memoryPerTrial,
        Optional<String> checkpoints,
        Duration checkpointEvery,
        Duration silence) {
    /** Returns these settings with another number of slots and another checkpoint folder. */
    public ClusterSettings with(int otherSlots, Optional<String> otherCheckpoints) {
        return new ClusterSettings(
                otherSlots, gpusPerTrial, cpusPerTrial, memoryPerTrial, otherCheckpoints, checkpointEvery, silence);
    }
}
