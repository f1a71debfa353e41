package dev.sextant.worker.image.head;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One step from features to classes. Keeps what it made of its last batch until that batch's gradient is computed. Used by
 * one thread.
 */
interface Stage {
    /**
     * What becomes of a batch in training.
     *
     * @param x [n × inputs]; stays as it is until the gradient is computed
     * @return [at least n × outputs], good until the next batch
     */
    float[][] train(float[][] x, int n, SplittableRandom random);

    /** What becomes of images that are judged: as {@link #train}, without chance. */
    float[][] apply(float[][] x, int n);

    /**
     * Computes the gradient by the weights.
     *
     * @param dy the gradient by the outputs [n × outputs]; may be overwritten
     */
    default void measure(float[][] dy, int n) {}

    /**
     * The gradient by the inputs, after {@link #measure}.
     *
     * @param dy as measure left it; may be overwritten
     * @return [at least n × inputs], good until the next batch
     */
    float[][] backward(float[][] dy, int n);

    /** In Deeplearning4j's order. */
    default List<Weights> weights() {
        return List.of();
    }
}
