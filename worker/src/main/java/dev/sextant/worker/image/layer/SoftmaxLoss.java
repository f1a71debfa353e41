package dev.sextant.worker.image.layer;

import java.io.Serializable;

/**
 * Loss of a softmax and its gradient with respect to the logits: cross-entropy or focal loss (Lin et al.,
 * arXiv:1708.02002, equation 4, with a weight per class). Immutable and safe for use by many threads.
 */
public final class SoftmaxLoss implements Serializable {
    private static final long serialVersionUID = 1;

    /** Margin of probabilities from 0 and 1, where the logarithm or the derivative of the focal loss is infinite. */
    private static final double MARGIN = 1e-7;

    private final double gamma;
    private final double[] weights;

    /**
     * Creates a loss.
     *
     * @param gamma focusing parameter, at least 0; 0 for cross-entropy
     * @param weights weights of the classes, by label
     */
    public SoftmaxLoss(double gamma, double[] weights) {
        this.gamma = gamma;
        this.weights = weights.clone();
    }

    /**
     * Replaces logits by probabilities.
     *
     * @param z logits of an image
     */
    public static void softmax(float[] z) {
        float largest = z[0];
        for (float value : z) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            double exponential = Math.exp(z[k] - largest);
            z[k] = (float) exponential;
            sum += exponential;
        }
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (z[k] / sum);
        }
    }

    /**
     * Returns the loss of an image.
     *
     * @param p predicted probabilities
     * @param y target probabilities
     * @param from index of the image's first target in {@code y}
     */
    public double value(float[] p, float[] y, int from) {
        double loss = 0;
        for (int k = 0; k < weights.length; k++) {
            double probability = clamp(p[k]);
            double focus = gamma == 0 ? 1 : Math.pow(1 - probability, gamma);
            loss -= weights[k] * y[from + k] * focus * Math.log(probability);
        }
        return loss;
    }

    /**
     * Returns whether the class with the largest output is that with the largest target probability; of equal ones, the
     * first counts.
     *
     * @param outputs predicted probabilities or logits
     * @param y target probabilities
     * @param from index of the image's first target in {@code y}
     */
    public static boolean isHit(float[] outputs, float[] y, int from) {
        int predicted = 0;
        int target = 0;
        for (int k = 1; k < outputs.length; k++) {
            predicted = outputs[k] > outputs[predicted] ? k : predicted;
            target = y[from + k] > y[from + target] ? k : target;
        }
        return predicted == target;
    }

    /**
     * Computes the gradient of the loss of an image with respect to its logits.
     *
     * @param p predicted probabilities
     * @param y target probabilities
     * @param from index of the image's first target in {@code y}
     * @param gradient receives the result
     * @param to index of the first value of the result
     */
    public void gradient(float[] p, float[] y, int from, float[] gradient, int to) {
        if (gamma == 0) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * y[from + k];
            }
            for (int k = 0; k < weights.length; k++) {
                gradient[to + k] = (float) (p[k] * sum - weights[k] * y[from + k]);
            }
            return;
        }
        // Chain rule, with z the logits: dL/dz_j = p_j (dL/dp_j - sum over k of p_k dL/dp_k).
        double mean = 0;
        for (int k = 0; k < weights.length; k++) {
            mean += p[k] * derivative(clamp(p[k])) * weights[k] * y[from + k];
        }
        for (int k = 0; k < weights.length; k++) {
            gradient[to + k] = (float) (p[k] * (derivative(clamp(p[k])) * weights[k] * y[from + k] - mean));
        }
    }

    /** Returns the derivative of {@code -(1 - p)^gamma ln p}. */
    private double derivative(double p) {
        return gamma * Math.pow(1 - p, gamma - 1) * Math.log(p) - Math.pow(1 - p, gamma) / p;
    }

    private static double clamp(double probability) {
        return Math.max(MARGIN, Math.min(1 - MARGIN, probability));
    }
}
