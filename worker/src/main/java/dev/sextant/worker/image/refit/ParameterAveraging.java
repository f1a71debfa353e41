package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.layer.TrainingScore;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Trains copies of a network, each on a part of the images, and averages them. Used by one thread. */
public interface ParameterAveraging {
    /** Returns the number of copies. */
    int workers();

    /** Returns the number of steps that each copy takes per round, before the copies are averaged. */
    int stepsPerRound();

    /**
     * Trains each copy on its share of the round, with gradients clipped to {@link AveragingRound#gradientClip}, and
     * sets the network to the mean of their weights and updater states.
     *
     * @param network network with Deeplearning4j updaters
     * @return the mean of the last losses of the copies, and the accuracy of all images of the round
     * @throws TrainingFailure when a copy could not be trained
     */
    TrainingScore average(ComputationGraph network, AveragingRound round) throws TrainingFailure, InterruptedException;
}
