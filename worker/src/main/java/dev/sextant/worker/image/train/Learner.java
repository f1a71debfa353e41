package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.layer.TrainingScore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network, its examples and its optimizer, for the length of a phase. Used by one thread. */
public interface Learner extends AutoCloseable {
    /**
     * Returns the training steps of an epoch, one step per batch.
     *
     * @param batches indices of files by batch, in order
     * @param targets target probabilities
     * @param seed seed of all random numbers in the epoch
     */
    Steps steps(int epoch, int[][] batches, Targets targets, long seed) throws TrainingFailure, InterruptedException;

    /** The steps of an epoch that are not taken yet. */
    interface Steps extends AutoCloseable {
        /**
         * Takes the next step.
         *
         * @return the loss and the accuracy of the batch, before the step
         */
        TrainingScore take(double learningRate) throws InterruptedException;

        /** Cancels the remaining steps. */
        @Override
        void close();
    }

    /**
     * Returns probabilities by class, [files × classes].
     *
     * @param epoch epoch that determines the size of the images, where it changes
     */
    float[][] probabilities(int epoch, int[] files) throws TrainingFailure, InterruptedException;

    /** Returns the number of all weights. */
    long numberOfWeights();

    /** Returns a copy of all weights in one vector, in the order of Deeplearning4j; the caller closes it. */
    INDArray copyOfWeights();

    /** Returns an average that begins with the current weights; the caller closes it. */
    WeightAverage average();

    /** Sets all weights, in the order of {@link #copyOfWeights}. */
    void setWeights(INDArray weights);

    /** Sets the weights that the optimizer changes, in the order of {@link #copyOfWeights}; frozen ones stay. */
    void setUnfrozenWeights(INDArray weights);

    /** Writes all weights in the format of {@link ModelFile#write(INDArray, DataOutputStream)}. */
    void writeWeights(DataOutputStream out) throws IOException;

    /** Writes the state of the optimizer. */
    void writeOptimizer(DataOutputStream out) throws IOException;

    /**
     * Reads the state of the optimizer.
     *
     * @throws IOException when it was written by an optimizer of another kind or size
     */
    void readOptimizer(DataInputStream in) throws IOException;

    /** Returns the configuration as saved models hold it: with layers and losses of Deeplearning4j only. */
    String plainJson();

    /** Returns the configuration with layers of Deeplearning4j only and the loss of the training. */
    ComputationGraphConfiguration plainConfiguration();

    /** Copies the weights of another learner into layers of the same names. */
    void takeOver(Learner previous);

    /** Copies the weights into layers of the same names of another network. */
    void copyWeightsTo(ComputationGraph other);

    @Override
    void close();
}
