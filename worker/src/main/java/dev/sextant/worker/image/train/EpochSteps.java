package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;

/** How the steps of an epoch are taken. */
public interface EpochSteps {
    /**
     * Takes all steps of an epoch, which leave the phase's network trained.
     *
     * @return the mean training loss of its images
     */
    double take(TrainingTask task, TrainingPhase phase, int epoch) throws TrainingFailure, InterruptedException;
}
