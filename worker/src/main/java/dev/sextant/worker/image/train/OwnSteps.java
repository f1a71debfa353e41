package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import java.util.Arrays;

/** Steps one after the other, in this process: exactly the same whenever they are taken again. */
public final class OwnSteps implements EpochSteps {
    @Override
    public double take(TrainingTask task, TrainingPhase phase, int epoch) throws TrainingFailure, InterruptedException {
        long seed = TrialSeeds.seed(task.seed(), epoch);
        int[] order = TrialSeeds.shuffled(task.split().training(), seed);
        int[][] batches = batches(order, task.settings().optimizer().batchSize());
        double sum = 0;
        try (Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
            for (int step = 0; step < batches.length; step++) {
                throwWhenInterrupted();
                double loss = steps.take(phase.rate(epoch - 1 + (step + 0.5) / batches.length));
                if (!Double.isFinite(loss)) {
                    throw diverged(
                            epoch, "the training loss became " + loss + " at step " + (1 + step) + " of the epoch");
                }
                sum += loss * batches[step].length;
            }
        }
        return sum / order.length;
    }

    public static int[][] batches(int[] order, int size) {
        int[][] batches = new int[(order.length + size - 1) / size][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
        }
        return batches;
    }

    public static TrainingFailure diverged(int epoch, String what) {
        return new TrainingFailure(
                FailureKind.DIVERGED, "Diverged in epoch " + epoch + ": " + what + "; a lower learning_rate may help");
    }

    public static void throwWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted between two batches");
        }
    }
}
