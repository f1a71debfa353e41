package dev.sextant.worker.image.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The focal loss of a softmax: the sum over classes k of {@code -w_k y_k (1 - p_k)^gamma ln p_k} (Lin et al.,
 * arXiv:1708.02002, equation 5, for many classes and soft labels). With gamma 0 it is cross-entropy. Immutable.
 */
public final class FocalLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    /** Probabilities are kept this far from 0 and 1, where logarithm and power have no slope. */
    private static final double LEAST = 1e-7;

    private final double gamma;
    private final double[] weights;

    /**
     * @param gamma focusing, at least 0
     * @param weights of the classes
     */
    public FocalLoss(double gamma, double[] weights) {
        this.gamma = gamma;
        this.weights = weights.clone();
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activation, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[][] y = labels.toDoubleMatrix();
        double[][] p = activation.getActivation(preOutput.dup(), true).toDoubleMatrix();
        float[] losses = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            double loss = 0;
            for (int k = 0; k < weights.length; k++) {
                double probability = inside(p[i][k]);
                loss -= weights[k] * y[i][k] * Math.pow(1 - probability, gamma) * Math.log(probability);
            }
            losses[i] = (float) loss;
        }
        return Nd4j.create(losses, new long[] {y.length, 1}, 'c');
    }

    /** By the chain rule through the softmax: dL/dz_j = p_j (dL/dp_j - sum over k of p_k dL/dp_k). */
    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[][] y = labels.toDoubleMatrix();
        double[][] p = activation.getActivation(preOutput.dup(), true).toDoubleMatrix();
        float[] gradient = new float[y.length * weights.length];
        double[] slopes = new double[weights.length];
        for (int i = 0; i < y.length; i++) {
            double mean = 0;
            for (int k = 0; k < weights.length; k++) {
                slopes[k] = slope(inside(p[i][k])) * weights[k] * y[i][k];
                mean += p[i][k] * slopes[k];
            }
            for (int k = 0; k < weights.length; k++) {
                gradient[i * weights.length + k] = (float) (p[i][k] * (slopes[k] - mean));
            }
        }
        return Nd4j.create(gradient, new long[] {y.length, weights.length}, 'c');
    }

    /** The derivative of {@code -(1 - p)^gamma ln p}. */
    private double slope(double p) {
        return gamma * Math.pow(1 - p, gamma - 1) * Math.log(p) - Math.pow(1 - p, gamma) / p;
    }

    private static double inside(double probability) {
        return Math.max(LEAST, Math.min(1 - LEAST, probability));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public String toString() {
        return "FocalLoss(gamma " + gamma + ")";
    }
}
