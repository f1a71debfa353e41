package dev.sextant.worker.image.input;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The batches of an epoch, in order. Used by one thread. */
public interface TrainingBatches extends AutoCloseable {
    /** Returns the next batch, which the caller closes; called at most once per batch. */
    TrainingBatch next() throws InterruptedException;

    /** Stops the preparation of further batches. */
    @Override
    void close();

    /** Returns batches that are created on demand. */
    static TrainingBatches of(int[][] batches, Targets targets, Function<int[], INDArray> inputs) {
        return new TrainingBatches() {
            private int next;

            @Override
            public TrainingBatch next() {
                int[] files = batches[next++];
                return TrainingBatch.of(inputs.apply(files), targets.of(files), targets.classes());
            }

            @Override
            public void close() {
                // Nothing is prepared ahead.
            }
        };
    }

    /** Returns the batches with inputs mapped by a function; the original inputs are closed. */
    default TrainingBatches mapInputs(UnaryOperator<INDArray> function) {
        TrainingBatches source = this;
        return new TrainingBatches() {
            @Override
            public TrainingBatch next() throws InterruptedException {
                TrainingBatch batch = source.next();
                try (INDArray inputs = batch.inputs()) {
                    return new TrainingBatch(function.apply(inputs), batch.targets());
                }
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
