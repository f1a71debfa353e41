package dev.sextant.worker.image.train;

import java.util.Arrays;

/** Predicts classes of many files in batches, so that memory holds the activations of one batch only. */
public final class BatchedPrediction {
    private BatchedPrediction() {}

    /**
     * Computes the probabilities of a batch.
     *
     * @param <E> checked exception of the computation
     */
    @FunctionalInterface
    public interface Predictor<E extends Exception> {
        /** Returns probabilities by class, [files × classes]. */
        float[][] probabilities(int[] files) throws E;
    }

    /**
     * Returns the probabilities of all files in order, [files × classes].
     *
     * @param batchSize files per batch, at least 1
     * @throws InterruptedException when the thread is interrupted between two batches
     */
    public static <E extends Exception> float[][] probabilities(int[] files, int batchSize, Predictor<E> predictor)
            throws E, InterruptedException {
        float[][] probabilities = new float[files.length][];
        for (int start = 0; start < files.length; start += batchSize) {
            EpochSteps.throwIfInterrupted();
            int[] batch = Arrays.copyOfRange(files, start, Math.min(files.length, start + batchSize));
            System.arraycopy(predictor.probabilities(batch), 0, probabilities, start, batch.length);
        }
        return probabilities;
    }
}
