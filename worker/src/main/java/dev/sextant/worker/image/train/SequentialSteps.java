package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.layer.TrainingScore;

/** Steps one after another in this process: repeating an epoch gives the same weights to the bit. */
public final class SequentialSteps implements EpochSteps {
    @Override
    public TrainingScore take(TrainingTask task, ActivePhase phase, int epoch)
            throws TrainingFailure, InterruptedException {
        long seed = TrialSeeds.seed(task.seed(), epoch);
        int[] order = TrialSeeds.shuffled(task.split().training(), seed);
        int[][] batches = EpochSteps.batches(order, task.settings().optimizer().batchSize());
        double loss = 0;
        double hits = 0;
        try (Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
            for (int step = 0; step < batches.length; step++) {
                EpochSteps.throwIfInterrupted();
                TrainingScore score = steps.take(phase.rate(epoch - 1 + (step + 0.5) / batches.length));
                if (!Double.isFinite(score.loss())) {
                    throw EpochSteps.diverged(
                            epoch,
                            "the training loss became " + score.loss() + " at step " + (1 + step) + " of the epoch");
                }
                loss += score.loss() * batches[step].length;
                hits += score.accuracy() * batches[step].length;
            }
        }
        return new TrainingScore(loss / order.length, hits / order.length);
    }
}
