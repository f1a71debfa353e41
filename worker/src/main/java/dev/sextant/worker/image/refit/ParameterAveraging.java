package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.TrainingFailure;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Trains copies of a network, each on a part of the images, and takes the mean of them. Used by one thread. */
public interface ParameterAveraging {
    /** How many copies. */
    int workers();

    /** Steps that each copy takes before the mean is taken. */
    int stepsARound();

    /**
     * Gives each copy its share of the round, whose steps' gradients are no longer than the round allows, and leaves the mean
     * of their weights and of their updaters' states in the network.
     *
     * @param network with an updater of Deeplearning4j's
     * @return the mean of the copies' last losses
     */
    double average(ComputationGraph network, AveragingRound round) throws TrainingFailure, InterruptedException;
}
