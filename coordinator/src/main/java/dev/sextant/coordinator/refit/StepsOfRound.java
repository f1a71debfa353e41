package dev.sextant.coordinator.refit;

import dev.sextant.worker.image.layer.ScoredLoss;
import dev.sextant.worker.image.refit.AveragingRound;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prepares each step of a worker: step number, random seed, gradient clipping. Without it, Deeplearning4j's workers
 * would begin each round with step 0, restart Adam's bias correction and learning rate schedules, draw random numbers
 * from a generator in an arbitrary state, and leave the gradient of the whole network unclipped. Also counts the hits of
 * each step.
 *
 * <p>Spark sends each task its own copy.
 */
final class StepsOfRound implements TrainingHook {
    private static final long serialVersionUID = 1;

    private final int firstStep;
    private final int workers;
    private final long[] seeds;
    private final double gradientClip;
    private final LongAccumulator hits;
    private int stepsTaken;
    private transient ScoredLoss loss;

    /**
     * @param round the round; only its seeds are serialized, as the images are sent separately
     * @param hits counts the images that a step classifies as their targets say
     */
    StepsOfRound(AveragingRound round, LongAccumulator hits) {
        this.hits = hits;
        firstStep = round.firstStep();
        workers = round.workers();
        gradientClip = round.gradientClip();
        int maxSteps = 0;
        for (int[][] share : round.shares()) {
            maxSteps = Math.max(maxSteps, share.length);
        }
        seeds = new long[workers * maxSteps];
        for (int worker = 0; worker < workers; worker++) {
            for (int step = 0; step < maxSteps; step++) {
                seeds[step * workers + worker] = round.seed(worker, step);
            }
        }
    }

    @Override
    public void preUpdate(MultiDataSet batch, Model model) {
        ComputationGraph network = (ComputationGraph) model;
        network.getConfiguration().setIterationCount(firstStep + stepsTaken);
        if (stepsTaken == 0) {
            loss = ScoredLoss.replaceIn(network);
            if (gradientClip > 0) {
                network.addListeners(new ClippedGradients(gradientClip));
            }
        }
        Nd4j.getRandom().setSeed(seeds[stepsTaken * workers + TaskContext.getPartitionId()]);
        stepsTaken++;
    }

    @Override
    public void preUpdate(DataSet batch, Model model) {
        throw new UnsupportedOperationException("Rounds use MultiDataSet");
    }

    @Override
    public void postUpdate(MultiDataSet batch, Model model) {
        hits.add(loss.takeHits());
    }

    @Override
    public void postUpdate(DataSet batch, Model model) {
        throw new UnsupportedOperationException("Rounds use MultiDataSet");
    }
}
