package dev.sextant.worker.image.clean;

import java.util.Arrays;

/**
 * Multinomial logistic regression with L2 regularization: it minimizes the mean log loss plus {@code lambda / 2} times
 * the squared length of the weights; biases are not regularized.
 *
 * <p>The method is Nesterov's accelerated gradient descent with adaptive restart by the gradient scheme (O'Donoghue and
 * Candès, Adaptive restart for accelerated gradient schemes, 2015, section 3.2). Its step is 1 / L, where the loss's
 * curvature L is at most half the largest eigenvalue of the features' second moments (Böhning, Multinomial logistic
 * regression algorithm, 1992). Deterministic. Used by one thread.
 */
final class SoftmaxRegression {
    private static final int MAX_STEPS = 300;
    private static final int POWER_STEPS = 20;

    /** Largest absolute slope at which the fit has converged. */
    private static final double CONVERGED = 1e-6;

    private final float[][] features;
    private final int[] labels;
    private final double curvature;

    /** Weights [classes × (d + 1)]; the last of each row is the bias. */
    private float[][] weights;

    /**
     * Creates a regression with weights of zero.
     *
     * @param features features of the images to fit to [n × d]
     * @param labels classes of these images [n]
     * @param classes number of classes
     */
    SoftmaxRegression(float[][] features, int[] labels, int classes) {
        this.features = features;
        this.labels = labels;
        this.curvature = largestEigenvalue() / 2;
        this.weights = new float[classes][features[0].length + 1];
    }

    /**
     * Returns an upper estimate of the second moments' largest eigenvalue: that of a power iteration, plus ten percent.
     */
    private double largestEigenvalue() {
        int width = features[0].length + 1;
        float[] vector = new float[width];
        Arrays.fill(vector, 1);
        double value = 1;
        for (int step = 0; step < POWER_STEPS; step++) {
            double length = Math.sqrt(sumOfSquares(vector));
            float[] next = new float[width];
            for (float[] row : features) {
                double projection = score(vector, row) / length;
                addScaled((float) (projection / features.length), row, next);
            }
            vector = next;
            value = Math.sqrt(sumOfSquares(next));
        }
        return 1.1 * value;
    }

    private static double sumOfSquares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        return sum;
    }

    /**
     * Fits the weights, starting from those of the last fit.
     *
     * @param lambda regularization strength, positive
     */
    void fit(double lambda) {
        double rate = 1 / (curvature + lambda);
        float[][] extrapolated = copy(weights);
        double momentum = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            float[][] gradient = gradient(extrapolated, lambda);
            float[][] next = copy(extrapolated);
            // Product of the gradient and the step.
            double ascent = 0;
            double steepest = 0;
            for (int label = 0; label < next.length; label++) {
                for (int i = 0; i < next[label].length; i++) {
                    float slope = gradient[label][i];
                    next[label][i] -= (float) (rate * slope);
                    ascent += slope * (next[label][i] - weights[label][i]);
                    steepest = Math.max(steepest, Math.abs(slope));
                }
            }
            // Restarts if the step goes uphill, because momentum has carried the weights too far.
            boolean restart = ascent > 0;
            double nextMomentum = restart ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            float extrapolation = restart ? 0 : (float) ((momentum - 1) / nextMomentum);
            for (int label = 0; label < next.length; label++) {
                for (int i = 0; i < next[label].length; i++) {
                    extrapolated[label][i] = next[label][i] + extrapolation * (next[label][i] - weights[label][i]);
                }
            }
            momentum = nextMomentum;
            weights = next;
            if (steepest < CONVERGED) {
                return;
            }
        }
    }

    /** Returns the gradient of the regularized loss at some weights. */
    private float[][] gradient(float[][] point, double lambda) {
        float[][] sum = new float[point.length][point[0].length];
        for (int image = 0; image < labels.length; image++) {
            float[] excess = softmax(features[image], point);
            excess[labels[image]] -= 1;
            for (int label = 0; label < point.length; label++) {
                addScaled(excess[label] / labels.length, features[image], sum[label]);
            }
        }
        for (int label = 0; label < point.length; label++) {
            for (int i = 0; i < sum[label].length - 1; i++) {
                sum[label][i] += (float) lambda * point[label][i];
            }
        }
        return sum;
    }

    /** Adds {@code a x} to {@code y}, whose last element, the bias, has the feature 1. */
    private static void addScaled(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
        y[x.length] += a;
    }

    /** Returns the product of weights and features, plus the bias. */
    private static float score(float[] weights, float[] row) {
        // Four independent sums, which the processor adds to in parallel.
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

    /** Returns the probability of each class for an image's features [d]. */
    float[] probabilities(float[] image) {
        return softmax(image, weights);
    }

    private static float[] softmax(float[] image, float[][] weights) {
        float[] probabilities = new float[weights.length];
        float largest = Float.NEGATIVE_INFINITY;
        for (int label = 0; label < weights.length; label++) {
            probabilities[label] = score(weights[label], image);
            largest = Math.max(largest, probabilities[label]);
        }
        float sum = 0;
        for (int label = 0; label < weights.length; label++) {
            probabilities[label] = (float) Math.exp(probabilities[label] - largest);
            sum += probabilities[label];
        }
        for (int label = 0; label < weights.length; label++) {
            probabilities[label] /= sum;
        }
        return probabilities;
    }

    private static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
