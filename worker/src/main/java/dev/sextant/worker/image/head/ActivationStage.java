package dev.sextant.worker.image.head;

import java.util.SplittableRandom;

/** Applies an activation function to each value. */
final class ActivationStage implements Stage {
    private final Nonlinearity function;
    private final Batch values;
    private float[][] preactivations = new float[0][];

    ActivationStage(Nonlinearity function, int width) {
        this.function = function;
        values = new Batch(width);
    }

    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        return apply(x, n);
    }

    @Override
    public float[][] apply(float[][] x, int n) {
        preactivations = x;
        float[][] y = values.rows(n);
        for (int m = 0; m < n; m++) {
            function.apply(x[m], y[m]);
        }
        return y;
    }

    @Override
    public float[][] backward(float[][] dy, int n) {
        float[][] y = values.rows(n);
        for (int m = 0; m < n; m++) {
            function.backward(preactivations[m], y[m], dy[m]);
        }
        return dy;
    }
}
