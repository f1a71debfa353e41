package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.train.ActivePhase;
import dev.sextant.worker.image.train.EpochSteps;
import dev.sextant.worker.image.train.TrainingTask;
import dev.sextant.worker.image.train.TrialSeeds;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Training steps by parameter averaging: copies of the network take a number of steps, each on its part of the
 * batches, then their mean replaces them. With plain gradient descent and one step per round, this equals the step on
 * the whole batch. Used by one thread.
 */
final class AveragedSteps implements EpochSteps {
    private final ParameterAveraging averaging;
    private final RefitOrder order;
    private ActivePhase phase;
    private ComputationGraph network;
    private int stepsDone;

    AveragedSteps(ParameterAveraging averaging, RefitOrder order) {
        this.averaging = averaging;
        this.order = order;
    }

    @Override
    public TrainingScore take(TrainingTask task, ActivePhase current, int epoch)
            throws TrainingFailure, InterruptedException {
        int workers = averaging.workers();
        int batchSize = Math.max(1, ceilDiv(task.settings().optimizer().batchSize(), workers));
        int[] files = TrialSeeds.shuffled(task.split().training(), TrialSeeds.seed(task.seed(), epoch));
        int[][] batches = EpochSteps.batches(files, batchSize);
        int steps = ceilDiv(batches.length, workers);
        if (current != phase) {
            begin(task, current, steps);
        }
        double loss = 0;
        double hits = 0;
        int rounds = 0;
        for (int step = 0; step < steps; step += averaging.stepsPerRound()) {
            EpochSteps.throwIfInterrupted();
            int end = Math.min(steps, step + averaging.stepsPerRound());
            AveragingRound round =
                    new AveragingRound(order, epoch, stepsDone, batchSize, shares(batches, step, end, workers));
            TrainingScore score = averaging.average(network, round);
            if (!Double.isFinite(score.loss())) {
                throw EpochSteps.diverged(epoch, "the training loss became " + score.loss());
            }
            loss += score.loss();
            hits += score.accuracy() * round.images();
            rounds++;
            stepsDone += end - step;
        }
        // Frozen weights stay, even where copies updated the statistics of batch normalization.
        phase.learner().setUnfrozenWeights(network.params());
        return new TrainingScore(loss / rounds, hits / files.length);
    }

    private static int ceilDiv(int whole, int part) {
        return (whole + part - 1) / part;
    }

    private void begin(TrainingTask task, ActivePhase current, int steps) {
        if (network != null) {
            network.close();
        }
        phase = current;
        network = AveragedNetwork.of(current, task.settings().optimizer(), steps);
        stepsDone = 0;
    }

    /**
     * Deals batches to workers in turn, so that the batches of one step are consecutive; omits workers without a
     * batch.
     */
    private static int[][][] shares(int[][] batches, int from, int to, int workers) {
        int[][][] shares = new int[workers][][];
        for (int worker = 0; worker < workers; worker++) {
            int[][] workerBatches = new int[to - from][];
            int count = 0;
            for (int step = from; step < to; step++) {
                int batch = step * workers + worker;
                if (batch < batches.length) {
                    workerBatches[count++] = batches[batch];
                }
            }
            shares[worker] = Arrays.copyOf(workerBatches, count);
        }
        return Arrays.stream(shares).filter(share -> share.length > 0).toArray(int[][][]::new);
    }
}
