package dev.sextant.common.run;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a worker needs to train one run.
 *
 * @param study the study's name
 * @param trainer the trainer's type
 * @param settings fixed and searched settings (Double, Long, Boolean, String, List, Map), without defaults
 * @param seed the trial's seed
 * @param objective the metric that every epoch must report
 * @param checkpoints where to go on from, the newest first: the first that is whole counts; without one the run starts anew
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
        List<Checkpoint> checkpoints,
        int toEpoch,
        int maxEpochs,
        String checkpointFolder,
        Duration checkpointEvery,
        int threads)
        implements Serializable {

    /** The newest checkpoint; empty to start anew. */
    public Optional<Checkpoint> checkpoint() {
        return checkpoints.stream().findFirst();
    }

    /** Epochs trained before this run, as long as its newest checkpoint is whole. */
    public int fromEpoch() {
        return checkpoint().map(Checkpoint::epoch).orElse(0);
    }
}
