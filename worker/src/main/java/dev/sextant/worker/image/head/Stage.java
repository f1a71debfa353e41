package dev.sextant.worker.image.head;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One layer of a head. It keeps the values of its last batch until the gradient of that batch is computed. Used by
 * one thread.
 */
interface Stage {
    /**
     * Computes the outputs of a batch in training.
     *
     * @param x [n × inputs]; must not change until the gradient is computed
     * @param n images in the batch
     * @param random random numbers for dropout
     * @return [at least n × outputs], valid until the next batch
     */
    float[][] train(float[][] x, int n, SplittableRandom random);

    /** Computes the outputs of a batch in prediction: like {@link #train}, but without randomness. */
    float[][] apply(float[][] x, int n);

    /**
     * Computes the gradient of the loss with respect to the weights.
     *
     * @param dy gradient with respect to the outputs [n × outputs]; may be overwritten
     */
    default void computeWeightGradient(float[][] dy, int n) {}

    /**
     * Computes the gradient with respect to the inputs, after {@link #computeWeightGradient}.
     *
     * @param dy gradient with respect to the outputs; may be overwritten
     * @return [at least n × inputs], valid until the next batch
     */
    float[][] backward(float[][] dy, int n);

    /** Returns the weights in the order of Deeplearning4j. */
    default List<Weights> weights() {
        return List.of();
    }
}
