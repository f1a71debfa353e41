package dev.sextant.coordinator.refit;

import dev.sextant.worker.image.refit.AveragingRound;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells a copy which of its steps comes next, before it takes it. The module's workers begin each round with step 0, with
 * which Adam's correction and every schedule of the learning rate would begin anew; and what they draw at random they draw
 * from wherever the thread's generator stands. Nor do they know how to shorten the gradient of a whole network.
 *
 * <p>Each task has a hook of its own: Spark sends it with the task.
 */
final class StepsOfRound implements TrainingHook {
    private static final long serialVersionUID = 1;

    private final int firstStep;
    private final int workers;
    private final long[] seeds;
    private final double gradientClip;
    private int taken;

    /** @param round whose seeds alone travel: its images have come already */
    StepsOfRound(AveragingRound round) {
        firstStep = round.firstStep();
        workers = round.workers();
        gradientClip = round.gradientClip();
        int most = 0;
        for (int[][] share : round.shares()) {
            most = Math.max(most, share.length);
        }
        seeds = new long[workers * most];
        for (int worker = 0; worker < workers; worker++) {
            for (int step = 0; step < most; step++) {
                seeds[step * workers + worker] = round.seed(worker, step);
            }
        }
    }

    @Override
    public void preUpdate(MultiDataSet batch, Model model) {
        ComputationGraph network = (ComputationGraph) model;
        network.getConfiguration().setIterationCount(firstStep + taken);
        if (taken == 0 && gradientClip > 0) {
            network.addListeners(new ClippedGradients(gradientClip));
        }
        Nd4j.getRandom().setSeed(seeds[taken * workers + TaskContext.getPartitionId()]);
        taken++;
    }

    @Override
    public void preUpdate(DataSet batch, Model model) {
        throw new UnsupportedOperationException("Rounds have sets of several inputs");
    }

    @Override
    public void postUpdate(MultiDataSet batch, Model model) {
        // The mean of the copies is all that is wanted.
    }

    @Override
    public void postUpdate(DataSet batch, Model model) {
        throw new UnsupportedOperationException("Rounds have sets of several inputs");
    }
}
