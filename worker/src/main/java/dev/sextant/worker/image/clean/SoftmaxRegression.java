package dev.sextant.worker.image.clean;

import java.util.Arrays;

/**
 * Multinomial logistic regression with a penalty of {@code lambda / 2} times the weights' squared length beside the mean log
 * loss, biases free. Minimised by Nesterov's accelerated gradient descent with restarts (O'Donoghue and Candès, Adaptive
 * restart for accelerated gradient schemes, 2015, section 3.2), whose step 1 / L comes from the curvature of the loss, at
 * most half the largest eigenvalue of the features' second moments (Böhning, Multinomial logistic regression algorithm,
 * 1992). The same each time. Used by one thread.
 */
final class SoftmaxRegression {
    private static final int STEPS = 300;
    private static final int POWER_STEPS = 20;

    /** The steepest slope at which there is nothing left to gain. */
    private static final double FLAT = 1e-6;

    private final float[][] features;
    private final int[] labels;
    private final double curvature;

    /** By class: a weight a feature, then the bias. */
    private float[][] weights;

    /**
     * @param features [n × d]
     * @param labels [n]
     */
    SoftmaxRegression(float[][] features, int[] labels, int classes) {
        this.features = features;
        this.labels = labels;
        this.curvature = largestEigenvalue() / 2;
        this.weights = new float[classes][features[0].length + 1];
    }

    /** Of the second moments, by power iteration; a little more, to be on the safe side. */
    private double largestEigenvalue() {
        int width = features[0].length + 1;
        float[] vector = new float[width];
        Arrays.fill(vector, 1);
        double value = 1;
        for (int step = 0; step < POWER_STEPS; step++) {
            double length = Math.sqrt(squares(vector));
            float[] next = new float[width];
            for (float[] row : features) {
                double along = score(vector, row) / length;
                add((float) (along / features.length), row, next);
            }
            vector = next;
            value = Math.sqrt(squares(next));
        }
        return 1.1 * value;
    }

    private static double squares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        return sum;
    }

    /** Goes on from the weights of the fit before. */
    void fit(double lambda) {
        double rate = 1 / (curvature + lambda);
        float[][] ahead = copy(weights);
        double momentum = 1;
        for (int step = 0; step < STEPS; step++) {
            float[][] gradient = gradient(ahead, lambda);
            float[][] next = copy(ahead);
            double along = 0;
            double steepest = 0;
            for (int label = 0; label < next.length; label++) {
                for (int i = 0; i < next[label].length; i++) {
                    float slope = gradient[label][i];
                    next[label][i] -= (float) (rate * slope);
                    along += slope * (next[label][i] - weights[label][i]);
                    steepest = Math.max(steepest, Math.abs(slope));
                }
            }
            // Of the step against the gradient: when it points back, momentum has gone too far.
            double following = along > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            float onward = along > 0 ? 0 : (float) ((momentum - 1) / following);
            for (int label = 0; label < next.length; label++) {
                for (int i = 0; i < next[label].length; i++) {
                    ahead[label][i] = next[label][i] + onward * (next[label][i] - weights[label][i]);
                }
            }
            momentum = following;
            weights = next;
            if (steepest < FLAT) {
                return;
            }
        }
    }

    private float[][] gradient(float[][] at, double lambda) {
        float[][] sum = new float[at.length][at[0].length];
        for (int image = 0; image < labels.length; image++) {
            float[] excess = softmax(features[image], at);
            excess[labels[image]] -= 1;
            for (int label = 0; label < at.length; label++) {
                add(excess[label] / labels.length, features[image], sum[label]);
            }
        }
        for (int label = 0; label < at.length; label++) {
            for (int i = 0; i < sum[label].length - 1; i++) {
                sum[label][i] += (float) lambda * at[label][i];
            }
        }
        return sum;
    }

    /** y += a x; of a bias 1 is the feature. */
    private static void add(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
        y[x.length] += a;
    }

    private static float score(float[] weights, float[] row) {
        // Four sums at once, each waiting for its own last one only.
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < row.length; i += 4) {
            sum0 += weights[i] * row[i];
            sum1 += weights[i + 1] * row[i + 1];
            sum2 += weights[i + 2] * row[i + 2];
            sum3 += weights[i + 3] * row[i + 3];
        }
        for (; i < row.length; i++) {
            sum0 += weights[i] * row[i];
        }
        return sum0 + sum1 + sum2 + sum3 + weights[row.length];
    }

    /** Of an image's classes. */
    float[] probabilities(float[] image) {
        return softmax(image, weights);
    }

    private static float[] softmax(float[] image, float[][] at) {
        float[] row = new float[at.length];
        float largest = Float.NEGATIVE_INFINITY;
        for (int label = 0; label < at.length; label++) {
            row[label] = score(at[label], image);
            largest = Math.max(largest, row[label]);
        }
        float sum = 0;
        for (int label = 0; label < at.length; label++) {
            row[label] = (float) Math.exp(row[label] - largest);
            sum += row[label];
        }
        for (int label = 0; label < at.length; label++) {
            row[label] /= sum;
        }
        return row;
    }

    private static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
