package dev.sextant.common.run;

import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An order to train one run, with everything that the worker needs.
 *
 * @param study name of the study
 * @param trainer type of the trainer
 * @param trainerRevision revision of the trainer that the study was created with
 * @param settings fixed and searched settings (Double, Long, Boolean, String, List, Map), without defaults
 * @param seed seed of the trial
 * @param objective the objective of the study; every epoch must report its metric
 * @param curve recorded epochs of the trial, those after its newest checkpoint included. An epoch that is trained
 *     again keeps its recorded value
 * @param checkpoints checkpoints to resume from, newest first. The first usable one counts; without one the run starts
 *     from scratch
 * @param toEpoch the epoch after which the run ends
 * @param maxEpochs the top rung T
 * @param rungs epochs at which the search compares trials, lowest first
 * @param checkpointFolder Hadoop path of the study's checkpoint folder
 * @param checkpointEvery age of the last checkpoint from which the end of an epoch saves another
 * @param threads number of CPU threads that the run may keep busy
 */
public record RunOrder(
        RunKey key,
        String study,
        String trainer,
        int trainerRevision,
        TreeMap<String, Object> settings,
        long seed,
        Objective objective,
        LearningCurve curve,
        List<Checkpoint> checkpoints,
        int toEpoch,
        int maxEpochs,
        List<Integer> rungs,
        String checkpointFolder,
        Duration checkpointEvery,
        int threads)
        implements Serializable {
    public RunOrder {
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.epoch() > curve.epochs()) {
                throw new IllegalArgumentException("Checkpoint of epoch " + checkpoint.epoch() + " of " + key
                        + " is beyond the " + curve.epochs() + " recorded epochs");
            }
        }
    }

    /** Returns the newest checkpoint; empty to start from scratch. */
    public Optional<Checkpoint> checkpoint() {
        return checkpoints.stream().findFirst();
    }

    /** Returns the number of epochs trained before this run, provided that its newest checkpoint is usable. */
    public int fromEpoch() {
        return checkpoint().map(Checkpoint::epoch).orElse(0);
    }
}
