package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.input.Targets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What learns in a phase: a network, what it is fed and its optimizer. Used by one thread. */
public interface Learner extends AutoCloseable {
    /**
     * The steps of an epoch, one a batch.
     *
     * @param batches indices of files by batch, in order
     * @param seed of what is random in the epoch
     */
    Steps steps(int epoch, int[][] batches, Targets targets, long seed) throws TrainingFailure, InterruptedException;

    /** Steps still to be taken. */
    interface Steps extends AutoCloseable {
        /**
         * Takes the next one.
         *
         * @return the mean loss of the batch before it
         */
        double take(double learningRate) throws InterruptedException;

        /** Gives up the rest. */
        @Override
        void close();
    }

    /**
     * Probabilities by class [files × classes].
     *
     * @param epoch whose images they are, where these are not the same in all
     */
    float[][] probabilities(int epoch, int[] files) throws TrainingFailure, InterruptedException;

    /** All weights in one vector, as Deeplearning4j orders them; the caller's to close. */
    INDArray copyOfWeights();

    /** Puts weights in the order of {@link #copyOfWeights} in place. */
    void setWeights(INDArray weights);

    /** The same, but what the optimizer does not touch stays as it is. */
    void setUnfrozenWeights(INDArray weights);

    /** Writes what {@link ModelFile#write(INDArray, DataOutputStream)} writes of the weights. */
    void writeWeights(DataOutputStream out) throws IOException;

    /** Writes the optimizer's state. */
    void writeOptimizer(DataOutputStream out) throws IOException;

    /** @throws IOException when it is not the state of an optimizer like this one */
    void readOptimizer(DataInputStream in) throws IOException;

    /** The network's configuration, in Deeplearning4j's own layers and losses, as a saved model holds it. */
    String plainJson();

    /** The network's configuration in Deeplearning4j's own layers, with the loss that is trained on. */
    ComputationGraphConfiguration plainConfiguration();

    /** Takes over the weights of layers of the same names. */
    void takeOver(Learner before);

    /** Gives a network the weights of its layers of the same names. */
    void copyWeightsTo(ComputationGraph other);

    @Override
    void close();
}
