package dev.sextant.worker.image.head;

import dev.sextant.worker.image.layer.SoftmaxLoss;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.RowOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hidden dense layers and an output layer on features, computed in plain Java: in networks this small, calls of
 * native operations take longer than their computation. The weights are those of the same Deeplearning4j network, in
 * the same order. The same inputs, weights and random numbers give the same results to the bit. Used by one thread.
 */
public final class Head {
    private final List<Stage> stages = new ArrayList<>();
    private final List<RowOptimizer.Row> rows;
    private final SoftmaxLoss loss;
    private final int classes;
    private final Batch gradientMemory;

    /** Index of the first dense layer, below which no gradient is needed. */
    private final int firstDense;

    /**
     * Creates a head with initial weights.
     *
     * @param features values per image
     * @param classWeights weights of the classes in the loss, by label
     * @param seed seed of the initial weights
     * @param threads number of CPU threads
     */
    public Head(HeadSettings settings, int features, double[] classWeights, long seed, int threads) {
        SplittableRandom random = new SplittableRandom(seed);
        MatrixProducts products = new MatrixProducts(threads);
        classes = classWeights.length;
        loss = new SoftmaxLoss(settings.focalGamma(), classWeights);
        gradientMemory = new Batch(classes);
        firstDense = settings.dropout() > 0 ? 1 : 0;
        int width = features;
        for (int layer = 0; layer < settings.layers(); layer++) {
            addDropout(settings, width);
            int hidden = settings.hiddenSize();
            stages.add(new Dense(products, width, hidden, settings.activation().deviation(width, hidden), random));
            if (settings.batchNorm()) {
                stages.add(new BatchNorm(hidden));
            }
            stages.add(new ActivationStage(settings.activation(), hidden));
            width = hidden;
        }
        addDropout(settings, width);
        // Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010,
        // eq. 12.
        stages.add(new Dense(products, width, classes, Math.sqrt(2.0 / (width + classes)), random));
        rows = stages.stream()
                .flatMap(stage -> stage.weights().stream())
                .flatMap(weights -> weights.rows().stream())
                .toList();
    }

    private void addDropout(HeadSettings settings, int width) {
        if (settings.dropout() > 0) {
            stages.add(new Dropout(width, settings.dropout()));
        }
    }

    /** Returns the weights and their gradients, for an optimizer. */
    public List<RowOptimizer.Row> rows() {
        return rows;
    }

    /**
     * Computes the gradient of the summed loss of a batch.
     *
     * @param inputs [at least n × features]
     * @param n images in the batch
     * @param targets target probabilities [n × classes], row by row
     * @param dropout random numbers for dropout
     * @return the loss and the accuracy of the batch
     */
    public TrainingScore computeGradient(float[][] inputs, int n, float[] targets, SplittableRandom dropout) {
        float[][] x = inputs;
        for (Stage stage : stages) {
            x = stage.train(x, n, dropout);
        }
        float[][] dy = gradientMemory.rows(n);
        double sum = 0;
        int hits = 0;
        for (int m = 0; m < n; m++) {
            SoftmaxLoss.softmax(x[m]);
            sum += loss.value(x[m], targets, m * classes);
            loss.gradient(x[m], targets, m * classes, dy[m], 0);
            hits += SoftmaxLoss.isHit(x[m], targets, m * classes) ? 1 : 0;
        }
        for (int i = stages.size() - 1; i > firstDense; i--) {
            stages.get(i).computeWeightGradient(dy, n);
            dy = stages.get(i).backward(dy, n);
        }
        stages.get(firstDense).computeWeightGradient(dy, n);
        return new TrainingScore(sum / n, (double) hits / n);
    }

    /**
     * Returns probabilities by class, [n × classes].
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

    /** Returns the number of all weights. */
    public int numberOfWeights() {
        return rows.stream().mapToInt(row -> row.weights().length).sum();
    }

    /** Returns a copy of all weights in one vector, in the order of Deeplearning4j. */
    public float[] copyOfWeights() {
        float[] all = new float[numberOfWeights()];
        int next = 0;
        for (RowOptimizer.Row row : rows) {
            System.arraycopy(row.weights(), 0, all, next, row.weights().length);
            next += row.weights().length;
        }
        return all;
    }

    /** Sets all weights, in the order of {@link #copyOfWeights}. */
    public void setWeights(float[] all) {
        int next = 0;
        for (RowOptimizer.Row row : rows) {
            System.arraycopy(all, next, row.weights(), 0, row.weights().length);
            next += row.weights().length;
        }
    }
}
