package dev.sextant.common.study;

import java.time.Duration;
import java.util.Optional;

/**
 * What the study asks of the cluster.
 *
 * @param slots runs at once, at least 1
 * @param gpusPerTrial whole GPUs of a run, 0 for none
 * @param cpusPerTrial CPU cores of a run, at least 1
 * @param memoryPerTrial memory of a run as Spark writes it, e.g. {@code 2g}
 * @param checkpoints a Hadoop path that the driver and all executors share; empty: the launcher's default
 * @param checkpointEvery a run saves a checkpoint at an epoch's end when the last one is older than this
 * @param silence a run that reports nothing for this long is cut off and tried again
 */
public record ClusterSettings(
        int slots,
        int gpusPerTrial,
        int cpusPerTrial,
        String memoryPerTrial,
        Optional<String> checkpoints,
        Duration checkpointEvery,
        Duration silence) {
    /** The same for so many runs at once, which share another folder. */
    public ClusterSettings with(int otherSlots, Optional<String> otherCheckpoints) {
        return new ClusterSettings(
                otherSlots, gpusPerTrial, cpusPerTrial, memoryPerTrial, otherCheckpoints, checkpointEvery, silence);
    }
}
