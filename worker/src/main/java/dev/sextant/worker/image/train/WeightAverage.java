package dev.sextant.worker.image.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A weighted average of a learner's weights over its steps. Used by one thread. */
interface WeightAverage extends AutoCloseable {
    /**
     * Moves the average towards the current weights of the learner: adds {@code share * (weights - average)}.
     *
     * @param share 0 to 1
     */
    void approach(double share);

    /** Returns a copy in the order of {@link Learner#copyOfWeights}; the caller closes it. */
    INDArray copy();

    /** Sets the average, in the order of {@link Learner#copyOfWeights}. */
    void set(INDArray weights);

    @Override
    void close();
}
