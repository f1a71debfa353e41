package dev.sextant.worker.image.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Focal loss of a softmax for Deeplearning4j: the sum over classes k of {@code -w_k y_k (1 - p_k)^gamma ln p_k} (Lin
 * et al., arXiv:1708.02002, equation 5, for many classes and soft labels). With gamma 0 it is cross-entropy.
 * Immutable.
 */
public final class FocalLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final double gamma;
    private final SoftmaxLoss loss;

    /**
     * Creates a loss.
     *
     * @param gamma focusing parameter, at least 0
     * @param weights weights of the classes, by label
     */
    public FocalLoss(double gamma, double[] weights) {
        this.gamma = gamma;
        this.loss = new SoftmaxLoss(gamma, weights);
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
        float[][] y = labels.toFloatMatrix();
        float[][] p = activation.getActivation(preOutput.dup(), true).toFloatMatrix();
        float[] losses = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            losses[i] = (float) loss.value(p[i], y[i], 0);
        }
        return Nd4j.create(losses, new long[] {y.length, 1}, 'c');
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        float[][] y = labels.toFloatMatrix();
        float[][] p = activation.getActivation(preOutput.dup(), true).toFloatMatrix();
        int classes = p[0].length;
        float[] gradient = new float[y.length * classes];
        for (int i = 0; i < y.length; i++) {
            loss.gradient(p[i], y[i], 0, gradient, i * classes);
        }
        return Nd4j.create(gradient, new long[] {y.length, classes}, 'c');
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
