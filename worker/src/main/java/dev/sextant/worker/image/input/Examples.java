package dev.sextant.worker.image.input;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inputs of a network: one for each readable image of a folder. Safe for use by many threads. */
public interface Examples extends AutoCloseable {
    /** Returns the files that have no input. */
    List<SkippedImage> skipped();

    /**
     * Returns the inputs of files for prediction: without augmentation, float, in the given order.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    INDArray batch(int[] files);

    /** Returns the examples of an epoch, which may differ in image size. */
    default Examples at(int epoch) throws TrainingFailure, InterruptedException {
        return this;
    }

    /**
     * Returns the batches of an epoch for training, augmented if the trial augments, in order.
     *
     * @param batches indices in {@link ImageFolder#files} by batch
     * @param targets target probabilities of files
     */
    default TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return TrainingBatches.of(batches, targets, this::batch);
    }

    /** Frees the network that computes inputs, if there is one. */
    @Override
    default void close() {}
}
