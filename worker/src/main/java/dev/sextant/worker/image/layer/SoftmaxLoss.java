package dev.sextant.worker.image.layer;

import java.io.Serializable;

/**
 * The loss of probabilities that a softmax gave: cross-entropy, or the focal loss (Lin et al., arXiv:1708.02002, equation 4,
 * with a weight by class), and its gradient by what went into the softmax. Immutable.
 */
public final class SoftmaxLoss implements Serializable {
    private static final long serialVersionUID = 1;

    /** Probabilities are kept this far from 0 and 1: the logarithm has no value at 0, the focal loss no slope at either. */
    private static final double LEAST = 1e-7;

    private final double gamma;
    private final double[] weights;

    /**
     * @param gamma focusing; 0 for cross-entropy
     * @param weights of the classes
     */
    public SoftmaxLoss(double gamma, double[] weights) {
        this.gamma = gamma;
        this.weights = weights.clone();
    }

    /** Makes probabilities of sums, in place. */
    public static void softmax(float[] z) {
        float most = z[0];
        for (float value : z) {
            most = Math.max(most, value);
        }
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            double power = Math.exp(z[k] - most);
            z[k] = (float) power;
            sum += power;
        }
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (z[k] / sum);
        }
    }

    /**
     * The loss of an image.
     *
     * @param p probabilities
     * @param y wanted ones
     * @param from position of the first wanted one
     */
    public double of(float[] p, float[] y, int from) {
        double loss = 0;
        for (int k = 0; k < weights.length; k++) {
            double probability = inside(p[k]);
            double focus = gamma == 0 ? 1 : Math.pow(1 - probability, gamma);
            loss -= weights[k] * y[from + k] * focus * Math.log(probability);
        }
        return loss;
    }

    /**
     * The gradient by what went into the softmax.
     *
     * @param gradient receives it
     * @param to position of its first value
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
        // By the chain rule: dL/dz_j = p_j (dL/dp_j - sum over k of p_k dL/dp_k).
        double mean = 0;
        for (int k = 0; k < weights.length; k++) {
            mean += p[k] * slope(inside(p[k])) * weights[k] * y[from + k];
        }
        for (int k = 0; k < weights.length; k++) {
            gradient[to + k] = (float) (p[k] * (slope(inside(p[k])) * weights[k] * y[from + k] - mean));
        }
    }

    /** The derivative of {@code -(1 - p)^gamma ln p}. */
    private double slope(double p) {
        return gamma * Math.pow(1 - p, gamma - 1) * Math.log(p) - Math.pow(1 - p, gamma) / p;
    }

    private static double inside(double probability) {
        return Math.max(LEAST, Math.min(1 - LEAST, probability));
    }
}
