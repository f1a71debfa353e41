package dev.sextant.worker.image.head;

import dev.sextant.worker.image.layer.SoftmaxLoss;
import dev.sextant.worker.image.optimize.RowOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hidden dense layers and an output layer on features, computed in plain Java: for networks as small as these, calling native
 * operations one by one takes longer than computing. Its weights are those of the same network of Deeplearning4j's, in the
 * same order. Same inputs, weights and random numbers give the same results to the bit. Used by one thread.
 */
public final class Head {
    private final List<Stage> stages = new ArrayList<>();
    private final List<RowOptimizer.Row> rows;
    private final SoftmaxLoss loss;
    private final int classes;
    private final Batch slopes;

    /** Position of the first dense layer, below which no gradient is needed. */
    private final int first;

    /**
     * @param features values an image
     * @param classWeights of the loss, by label
     * @param seed of the initial weights
     * @param threads that may compute at once
     */
    public Head(HeadSettings settings, int features, double[] classWeights, long seed, int threads) {
        SplittableRandom random = new SplittableRandom(seed);
        Rows products = new Rows(threads);
        classes = classWeights.length;
        loss = new SoftmaxLoss(settings.focalGamma(), classWeights);
        slopes = new Batch(classes);
        first = settings.dropout() > 0 ? 1 : 0;
        int width = features;
        for (int layer = 0; layer < settings.layers(); layer++) {
            drop(settings, width);
            int hidden = settings.hiddenSize();
            stages.add(new Dense(products, width, hidden, settings.activation().deviation(width, hidden), random));
            if (settings.batchNorm()) {
                stages.add(new BatchNorm(hidden));
            }
            stages.add(new ActivationStage(settings.activation(), hidden));
            width = hidden;
        }
        drop(settings, width);
        // Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010,
        // eq. 12.
        stages.add(new Dense(products, width, classes, Math.sqrt(2.0 / (width + classes)), random));
        rows = stages.stream()
                .flatMap(stage -> stage.weights().stream())
                .flatMap(weights -> weights.rows().stream())
                .toList();
    }

    private void drop(HeadSettings settings, int width) {
        if (settings.dropout() > 0) {
            stages.add(new Dropout(width, settings.dropout()));
        }
    }

    /** What an optimizer moves. */
    public List<RowOptimizer.Row> rows() {
        return rows;
    }

    /**
     * Computes the gradient, of the sum of the batch's losses.
     *
     * @param inputs [at least n × features]
     * @param n images in the batch
     * @param targets wanted probabilities [n × classes], row by row
     * @param dropped decides which inputs of layers are dropped
     * @return the mean loss of the batch
     */
    public double computeGradient(float[][] inputs, int n, float[] targets, SplittableRandom dropped) {
        float[][] x = inputs;
        for (Stage stage : stages) {
            x = stage.train(x, n, dropped);
        }
        float[][] dy = slopes.rows(n);
        double sum = 0;
        for (int m = 0; m < n; m++) {
            SoftmaxLoss.softmax(x[m]);
            sum += loss.of(x[m], targets, m * classes);
            loss.gradient(x[m], targets, m * classes, dy[m], 0);
        }
        for (int i = stages.size() - 1; i > first; i--) {
            stages.get(i).measure(dy, n);
            dy = stages.get(i).backward(dy, n);
        }
        stages.get(first).measure(dy, n);
        return sum / n;
    }

    /**
     * Probabilities by class, [n × classes].
     *
     * @param inputs [at least n × features]
     */
    public float[][] probabilities(float[][] inputs, int n) {
        float[][] x = inputs;
        for (Stage stage : stages) {
            x = stage.apply(x, n);
        }
        float[][] outputs = new float[n][];
        for (int m = 0; m < n; m++) {
            SoftmaxLoss.softmax(x[m]);
            outputs[m] = x[m].clone();
        }
        return outputs;
    }

    /** All weights, in the order in which Deeplearning4j keeps them. */
    public float[] copyOfWeights() {
        float[] all =
                new float[rows.stream().mapToInt(row -> row.weights().length).sum()];
        int next = 0;
        for (RowOptimizer.Row row : rows) {
            System.arraycopy(row.weights(), 0, all, next, row.weights().length);
            next += row.weights().length;
        }
        return all;
    }

    /** Puts all weights in place, in the order of {@link #copyOfWeights}. */
    public void setWeights(float[] all) {
        int next = 0;
        for (RowOptimizer.Row row : rows) {
            System.arraycopy(all, next, row.weights(), 0, row.weights().length);
            next += row.weights().length;
        }
    }
}
