package dev.sextant.worker.image.train;

import java.util.Arrays;

/** Asks a network about many files, some at a time. */
public final class BatchedPrediction {
    private BatchedPrediction() {}

    /**
     * Answers about some files.
     *
     * @param <E> what may go wrong
     */
    @FunctionalInterface
    public interface Asked<E extends Exception> {
        /** @return probabilities by class, [files × classes] */
        float[][] about(int[] files) throws E;
    }

    /**
     * Answers about all of them, in order.
     *
     * @param size files at a time at most
     * @throws InterruptedException when the thread is interrupted between two batches
     */
    public static <E extends Exception> float[][] answers(int[] files, int size, Asked<E> asked)
            throws E, InterruptedException {
        float[][] answers = new float[files.length][];
        for (int start = 0; start < files.length; start += size) {
            OwnSteps.throwWhenInterrupted();
            int[] batch = Arrays.copyOfRange(files, start, Math.min(files.length, start + size));
            System.arraycopy(asked.about(batch), 0, answers, start, batch.length);
        }
        return answers;
    }
}
