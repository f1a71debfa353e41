package dev.sextant.worker.image.clean;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Multinomial logistic regression with a penalty of {@code lambda / 2} times the weights' squared length beside the mean log
 * loss, biases free. Minimised by Nesterov's accelerated gradient descent with restarts (O'Donoghue and Candès, Adaptive
 * restart for accelerated gradient schemes, 2015, section 3.2), whose step 1 / L comes from the curvature of the loss, at
 * most half the largest eigenvalue of the features' second moments (Böhning, Multinomial logistic regression algorithm,
 * 1992). The same each time. Used by one thread.
 */
final class SoftmaxRegression {
    private static final int STEPS = 200;
    private static final int POWER_STEPS = 20;

    /** The steepest slope at which there is nothing left to gain. */
    private static final double FLAT = 1e-6;

    private final INDArray features;
    private final int[] labels;
    private final int classes;
    private final double curvature;
    private float[] weights;

    /**
     * @param features [n × d]
     * @param labels [n]
     */
    SoftmaxRegression(INDArray features, int[] labels, int classes) {
        this.features = withOne(features);
        this.labels = labels;
        this.classes = classes;
        this.curvature = largestEigenvalue(this.features) / 2;
        this.weights = new float[Math.toIntExact(this.features.size(1) * classes)];
    }

    private static INDArray withOne(INDArray features) {
        return Nd4j.hstack(features, Nd4j.ones(features.size(0), 1));
    }

    /** Of the second moments, by power iteration; a little more, to be on the safe side. */
    private static double largestEigenvalue(INDArray features) {
        INDArray vector = Nd4j.ones(features.size(1), 1);
        double value = 1;
        for (int step = 0; step < POWER_STEPS; step++) {
            vector.divi(vector.norm2Number());
            vector = Nd4j.gemm(features, features.mmul(vector), true, false).divi(features.size(0));
            value = vector.norm2Number().doubleValue();
        }
        return 1.1 * value;
    }

    /** Goes on from the weights of the fit before. */
    void fit(double lambda) {
        double rate = 1 / (curvature + lambda);
        float[] ahead = weights.clone();
        double momentum = 1;
        for (int step = 0; step < STEPS; step++) {
            float[] gradient = gradient(ahead, lambda);
            float[] next = new float[ahead.length];
            double along = 0;
            double steepest = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] = (float) (ahead[i] - rate * gradient[i]);
                along += gradient[i] * (next[i] - weights[i]);
                steepest = Math.max(steepest, Math.abs(gradient[i]));
            }
            // Of the step against the gradient: when it points back, momentum has gone too far.
            double following = along > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            float onward = along > 0 ? 0 : (float) ((momentum - 1) / following);
            for (int i = 0; i < next.length; i++) {
                ahead[i] = next[i] + onward * (next[i] - weights[i]);
            }
            momentum = following;
            weights = next;
            if (steepest < FLAT) {
                return;
            }
        }
    }

    /** Row by row, as the weights lie: a feature's of all classes together, the biases last. */
    private float[] gradient(float[] at, double lambda) {
        float[][] excess = softmax(features, at);
        for (int i = 0; i < labels.length; i++) {
            excess[i][labels[i]] -= 1;
        }
        float[] sum = Nd4j.gemm(features, Nd4j.create(excess), true, false)
                .dup('c')
                .data()
                .asFloat();
        int penalised = at.length - classes;
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / labels.length + (i < penalised ? lambda * at[i] : 0));
        }
        return sum;
    }

    /** [n × classes] */
    float[][] probabilities(INDArray images) {
        return softmax(withOne(images), weights);
    }

    private float[][] softmax(INDArray images, float[] at) {
        INDArray matrix = Nd4j.create(at, new long[] {at.length / classes, classes}, 'c');
        float[][] rows = images.mmul(matrix).toFloatMatrix();
        for (float[] row : rows) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float value : row) {
                largest = Math.max(largest, value);
            }
            double sum = 0;
            for (int label = 0; label < classes; label++) {
                row[label] = (float) Math.exp(row[label] - largest);
                sum += row[label];
            }
            for (int label = 0; label < classes; label++) {
                row[label] /= (float) sum;
            }
        }
        return rows;
    }
}
