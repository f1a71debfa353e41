package dev.sextant.worker.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class FocalLossTest {
    private static final IActivation SOFTMAX = new ActivationSoftmax();
    private static final double[] WEIGHTS = {1.5, 0.5, 2};

    private final INDArray sums = Nd4j.create(new float[][] {{2, -1, 0.5f}, {0, 0.25f, -0.25f}});
    private final INDArray labels = Nd4j.create(new float[][] {{1, 0, 0}, {0, 0, 1}});
    private final INDArray smooth = labels.mul(0.9).add(0.1 / 3);

    /** Expected values: NumPy in double precision, equation 5 of the paper. */
    @Test
    void matchesThePaper() {
        FocalLoss loss = new FocalLoss(2, WEIGHTS);
        assertThat(loss.computeScoreArray(labels, sums, SOFTMAX, null).toDoubleVector())
                .containsExactly(new double[] {0.01663912513706971, 1.522992766695954}, within(1e-6));
    }

    /** Expected values: scikit-learn's log_loss, with sample_weight for the weights. */
    @Test
    void isCrossEntropyForGammaZero() {
        assertThat(new FocalLoss(0, new double[] {1, 1, 1}).computeScore(labels, sums, SOFTMAX, null, true))
                .isCloseTo(0.8053246905314176, within(1e-6));
        assertThat(new FocalLoss(0, new double[] {1, 1, 1}).computeScore(smooth, sums, SOFTMAX, null, true))
                .isCloseTo(0.8678246905314178, within(1e-6));
        assertThat(new FocalLoss(0, WEIGHTS).computeScore(labels, sums, SOFTMAX, null, true))
                .isCloseTo(1.550321556898546, within(1e-6));
    }

    /** The loss that trains without focal loss: the same expected values. */
    @Test
    void crossEntropyMatchesScikitLearn() {
        assertThat(new LossMCXENT().computeScore(labels, sums.dup(), SOFTMAX, null, true))
                .isCloseTo(0.8053246905314176, within(1e-6));
        assertThat(new LossMCXENT().computeScore(smooth, sums.dup(), SOFTMAX, null, true))
                .isCloseTo(0.8678246905314178, within(1e-6));
        assertThat(new LossMCXENT(Nd4j.create(WEIGHTS)).computeScore(labels, sums.dup(), SOFTMAX, null, true))
                .isCloseTo(1.550321556898546, within(1e-6));
    }

    @Test
    void gradientMatchesFiniteDifferences() {
        for (double gamma : new double[] {0, 0.5, 2, 5}) {
            FocalLoss loss = new FocalLoss(gamma, WEIGHTS);
            INDArray gradient = loss.computeGradient(smooth, sums, SOFTMAX, null);
            float step = 1e-2f;
            for (int i = 0; i < 2; i++) {
                for (int k = 0; k < 3; k++) {
                    INDArray up = sums.dup();
                    up.putScalar(i, k, sums.getFloat(i, k) + step);
                    INDArray down = sums.dup();
                    down.putScalar(i, k, sums.getFloat(i, k) - step);
                    double slope = (loss.computeScore(smooth, up, SOFTMAX, null, false)
                                    - loss.computeScore(smooth, down, SOFTMAX, null, false))
                            / (2 * step);
                    assertThat(gradient.getDouble(i, k)).isCloseTo(slope, within(1e-3));
                }
            }
        }
    }
}
