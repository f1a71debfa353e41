package dev.sextant.worker.image.layer;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss that also counts, in the same outputs, the images that the network classifies as their targets say. Its values
 * and gradients are those of another loss to the bit. Deeplearning4j computes outputs in training mode for the loss
 * only and keeps none, so that another way to the accuracy would take another forward pass. Used by one thread.
 */
public final class ScoredLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final ILossFunction loss;
    private int hits;

    private ScoredLoss(ILossFunction loss) {
        this.loss = loss;
    }

    /** Replaces the loss of a network with one output layer by the same loss with counts, and returns it. */
    public static ScoredLoss replaceIn(ComputationGraph network) {
        BaseOutputLayer output =
                (BaseOutputLayer) network.getOutputLayer(0).conf().getLayer();
        ScoredLoss scored = new ScoredLoss(output.getLossFn());
        output.setLossFn(scored);
        return scored;
    }

    /** Returns the loss without counts. */
    public ILossFunction loss() {
        return loss;
    }

    /** Returns the number of images that were classified as their targets say since the last call. */
    public int takeHits() {
        int counted = hits;
        hits = 0;
        return counted;
    }

    /** Returns the loss, and counts: Deeplearning4j calls this once per step. */
    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        float[][] targets = labels.toFloatMatrix();
        float[][] outputs = preOutput.toFloatMatrix();
        for (int image = 0; image < targets.length; image++) {
            if (SoftmaxLoss.isHit(outputs[image], targets[image], 0)) {
                hits++;
            }
        }
        return loss.computeScore(labels, preOutput, activation, mask, average);
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return loss.computeScoreArray(labels, preOutput, activation, mask);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return loss.computeGradient(labels, preOutput, activation, mask);
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
        return loss.name();
    }

    @Override
    public String toString() {
        return "ScoredLoss(" + loss + ")";
    }
}
