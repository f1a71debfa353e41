package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.train.EpochSteps;
import dev.sextant.worker.image.train.OwnSteps;
import dev.sextant.worker.image.train.TrainingPhase;
import dev.sextant.worker.image.train.TrainingTask;
import dev.sextant.worker.image.train.TrialSeeds;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Steps of several copies of the network, of which the mean is taken again and again. Each copy takes a part of a batch: with
 * plain gradient descent and a mean after every step that is the step of the whole batch.
 */
final class AveragedSteps implements EpochSteps {
    private final ParameterAveraging averaging;
    private final RefitOrder order;
    private TrainingPhase phase;
    private ComputationGraph network;
    private int taken;

    AveragedSteps(ParameterAveraging averaging, RefitOrder order) {
        this.averaging = averaging;
        this.order = order;
    }

    @Override
    public double take(TrainingTask task, TrainingPhase current, int epoch)
            throws TrainingFailure, InterruptedException {
        int workers = averaging.workers();
        int share = Math.max(1, ceilDiv(task.settings().optimizer().batchSize(), workers));
        int[] files = TrialSeeds.shuffled(task.split().training(), TrialSeeds.seed(task.seed(), epoch));
        int[][] batches = OwnSteps.batches(files, share);
        int steps = ceilDiv(batches.length, workers);
        if (current != phase) {
            begin(task, current, steps);
        }
        double sum = 0;
        int rounds = 0;
        for (int step = 0; step < steps; step += averaging.stepsARound()) {
            OwnSteps.throwWhenInterrupted();
            int last = Math.min(steps, step + averaging.stepsARound());
            double loss = averaging.average(
                    network, new AveragingRound(order, epoch, taken, share, shares(batches, step, last, workers)));
            if (!Double.isFinite(loss)) {
                throw OwnSteps.diverged(epoch, "the training loss became " + loss);
            }
            sum += loss;
            rounds++;
            taken += last - step;
        }
        // What must not change stays, even where the copies measured something in passing.
        phase.learner().setUnfrozenWeights(network.params());
        return sum / rounds;
    }

    private static int ceilDiv(int whole, int part) {
        return (whole + part - 1) / part;
    }

    private void begin(TrainingTask task, TrainingPhase current, int steps) {
        if (network != null) {
            network.close();
        }
        phase = current;
        network = AveragedNetwork.of(current, task.settings().optimizer(), steps);
        taken = 0;
    }

    /** Batches are dealt like cards, so that each step's are neighbours; who gets none is left out. */
    private static int[][][] shares(int[][] batches, int from, int to, int workers) {
        int[][][] shares = new int[workers][][];
        for (int worker = 0; worker < workers; worker++) {
            int[][] ofWorker = new int[to - from][];
            int count = 0;
            for (int step = from; step < to; step++) {
                int batch = step * workers + worker;
                if (batch < batches.length) {
                    ofWorker[count++] = batches[batch];
                }
            }
            shares[worker] = Arrays.copyOf(ofWorker, count);
        }
        return Arrays.stream(shares).filter(share -> share.length > 0).toArray(int[][][]::new);
    }
}
