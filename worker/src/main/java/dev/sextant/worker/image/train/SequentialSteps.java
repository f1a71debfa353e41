package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;

/** Steps one after another in this process: repeating an epoch gives the same weights to the bit. */
public final class SequentialSteps implements EpochSteps {
    @Override
    public double take(TrainingTask task, ActivePhase phase, int epoch) throws TrainingFailure, InterruptedException {
        long seed = TrialSeeds.seed(task.seed(), epoch);
        int[] order = TrialSeeds.shuffled(task.split().training(), seed);
        int[][] batches = EpochSteps.batches(order, task.settings().optimizer().batchSize());
        double sum = 0;
        try (Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
            for (int step = 0; step < batches.length; step++) {
                EpochSteps.throwIfInterrupted();
                double loss = steps.take(phase.rate(epoch - 1 + (step + 0.5) / batches.length));
                if (!Double.isFinite(loss)) {
                    throw EpochSteps.diverged(
                            epoch, "the training loss became " + loss + " at step " + (1 + step) + " of the epoch");
                }
                sum += loss * batches[step].length;
            }
        }
        return sum / order.length;
    }
}
