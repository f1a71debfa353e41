package dev.sextant.worker.image.input;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The batches of an epoch, in order. Used by one thread. */
public interface TrainingBatches extends AutoCloseable {
    /** The next one, which is the caller's to close. Called once a batch. */
    TrainingBatch next() throws InterruptedException;

    /** Gives up what is still being prepared. */
    @Override
    void close();

    /** Batches that are made when they are asked for. */
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

    /** The same with other inputs; those of these are closed. */
    default TrainingBatches with(UnaryOperator<INDArray> change) {
        TrainingBatches before = this;
        return new TrainingBatches() {
            @Override
            public TrainingBatch next() throws InterruptedException {
                TrainingBatch batch = before.next();
                try (INDArray inputs = batch.inputs()) {
                    return new TrainingBatch(change.apply(inputs), batch.targets());
                }
            }

            @Override
            public void close() {
                before.close();
            }
        };
    }
}
