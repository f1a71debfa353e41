package dev.sextant.common.run;

import java.io.Serializable;
import java.time.Duration;
import java.util.TreeMap;

/**
 * What a worker needs to train one run.
 *
 * @param study the study's name
 * @param trainer the trainer's type
 * @param settings fixed and searched settings (Double, Long, Boolean, String, List, Map), without defaults
 * @param seed the trial's seed
 * @param objective the metric that every epoch must report
 * @param checkpoint where to go on from; null to start anew
 * @param toEpoch the epoch after which the run ends
 * @param maxEpochs the top rung T
 * @param checkpointFolder the study's checkpoint folder, a Hadoop path
 * @param checkpointEvery a checkpoint older than this is renewed at an epoch's end
 * @param threads CPU threads the run may keep busy
 */
public record RunOrder(
        RunKey key,
        String study,
        String trainer,
        TreeMap<String, Object> settings,
        long seed,
        String objective,
        Checkpoint checkpoint,
        int toEpoch,
        int maxEpochs,
        String checkpointFolder,
        Duration checkpointEvery,
        int threads)
        implements Serializable {

    /** Epochs trained before this run. */
    public int fromEpoch() {
        return checkpoint == null ? 0 : checkpoint.epoch();
    }
}
