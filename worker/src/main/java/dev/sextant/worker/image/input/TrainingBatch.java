package dev.sextant.worker.image.input;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inputs and targets of a training step.
 *
 * @param inputs float, by image
 * @param targets target probabilities [n × classes]
 */
public record TrainingBatch(INDArray inputs, INDArray targets) implements AutoCloseable {

    static TrainingBatch of(INDArray inputs, float[] targets, int classes) {
        return new TrainingBatch(inputs, Nd4j.create(targets, new long[] {targets.length / classes, classes}, 'c'));
    }

    int size() {
        return (int) targets.size(0);
    }

    @Override
    public void close() {
        inputs.close();
        targets.close();
    }
}
