package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.layer.TrainingScore;
import java.util.Arrays;

/** Takes the training steps of an epoch: in this process, or on copies of the network elsewhere. */
public interface EpochSteps {
    /**
     * Takes all steps of an epoch and leaves the trained weights in the network of the phase.
     *
     * @param epoch number of the epoch; negative before the first epoch of the trial
     * @return the loss and the accuracy of the training images, each taken before the step on it
     * @throws TrainingFailure when the loss is no longer finite
     * @throws InterruptedException when the thread is interrupted between two steps
     */
    TrainingScore take(TrainingTask task, ActivePhase phase, int epoch) throws TrainingFailure, InterruptedException;

    /** Takes all steps of all epochs of a phase. */
    default void takeAll(TrainingTask task, ActivePhase phase) throws TrainingFailure, InterruptedException {
        for (int epoch = phase.phase().firstEpoch(); epoch <= phase.phase().lastEpoch(); epoch++) {
            take(task, phase, epoch);
        }
    }

    /**
     * Cuts an epoch into batches; the last one may be smaller.
     *
     * @param order files in the order of training
     * @param size files per batch, at least 1
     */
    static int[][] batches(int[] order, int size) {
        int[][] batches = new int[(order.length + size - 1) / size][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
        }
        return batches;
    }

    /**
     * Returns the failure of a training that diverged.
     *
     * @param problem what is not finite, e.g. {@code the training loss became NaN}
     */
    static TrainingFailure diverged(int epoch, String problem) {
        return new TrainingFailure(
                FailureKind.DIVERGED,
                "Diverged " + (epoch < 0 ? "while the head was trained" : "in epoch " + epoch) + ": " + problem
                        + "; a lower learning_rate may help");
    }

    /**
     * Ends training when the run is being canceled. Called between two batches.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted between two batches");
        }
    }
}
