package dev.sextant.worker.image.input;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network is trained on: an input for each readable image of a folder. Safe for use by many threads. */
public interface Examples extends AutoCloseable {
    /** Files that have no input. */
    List<SkippedImage> skipped();

    /**
     * The inputs of some files, float, in the order given, as they are to be judged.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    INDArray batch(int[] files);

    /** The examples of an epoch, where they are not the same in all. */
    default Examples at(int epoch) throws TrainingFailure, InterruptedException {
        return this;
    }

    /**
     * The batches of an epoch as they are to be trained on, in order.
     *
     * @param batches indices in {@link ImageFolder#files} by batch
     */
    default TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return TrainingBatches.of(batches, targets, this::batch);
    }

    /** Frees what computes inputs anew for every batch; does nothing where they are kept. */
    @Override
    default void close() {}
}
