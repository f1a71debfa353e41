package dev.sextant.worker.image.head;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batch normalisation (Ioffe and Szegedy, arXiv:1502.03167, algorithms 1 and 2), with the running mean and variance, decay and
 * epsilon of Deeplearning4j's layer.
 */
final class BatchNorm implements Stage {
    private static final double DECAY = 0.9;
    private static final double EPSILON = 1e-5;

    private final float[][] gamma;
    private final float[][] beta;
    private final float[][] mean;
    private final float[][] variance;
    private final float[][] gammaGradient;
    private final float[][] betaGradient;
    private final float[][] meanStep;
    private final float[][] varianceStep;

    /** Of the batch: 1 / sqrt(variance + epsilon). */
    private final float[] inverse;

    private final Batch normal;
    private final Batch values;

    BatchNorm(int width) {
        gamma = new float[1][width];
        beta = new float[1][width];
        mean = new float[1][width];
        variance = new float[1][width];
        gammaGradient = new float[1][width];
        betaGradient = new float[1][width];
        meanStep = new float[1][width];
        varianceStep = new float[1][width];
        inverse = new float[width];
        normal = new Batch(width);
        values = new Batch(width);
        Arrays.fill(gamma[0], 1);
        Arrays.fill(variance[0], 1);
    }

    @Override
    public List<Weights> weights() {
        return List.of(
                Weights.trained(gamma, gammaGradient),
                Weights.trained(beta, betaGradient),
                Weights.measured(mean, meanStep),
                Weights.measured(variance, varianceStep));
    }

    /** By the batch's own mean and variance, which the running ones move towards. */
    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        float[][] centred = normal.rows(n);
        float[][] y = values.rows(n);
        for (int i = 0; i < inverse.length; i++) {
            double sum = 0;
            for (int m = 0; m < n; m++) {
                sum += x[m][i];
            }
            double middle = sum / n;
            double squares = 0;
            for (int m = 0; m < n; m++) {
                squares += (x[m][i] - middle) * (x[m][i] - middle);
            }
            double spread = squares / n;
            inverse[i] = (float) (1 / Math.sqrt(spread + EPSILON));
            for (int m = 0; m < n; m++) {
                centred[m][i] = (float) (x[m][i] - middle) * inverse[i];
                y[m][i] = gamma[0][i] * centred[m][i] + beta[0][i];
            }
            meanStep[0][i] = (float) ((1 - DECAY) * (mean[0][i] - middle));
            varianceStep[0][i] = (float) ((1 - DECAY) * (variance[0][i] - spread));
        }
        return y;
    }

    /** By the running mean and variance. */
    @Override
    public float[][] apply(float[][] x, int n) {
        float[][] y = values.rows(n);
        for (int i = 0; i < inverse.length; i++) {
            float factor = (float) (gamma[0][i] / Math.sqrt(variance[0][i] + EPSILON));
            for (int m = 0; m < n; m++) {
                y[m][i] = (x[m][i] - mean[0][i]) * factor + beta[0][i];
            }
        }
        return y;
    }

    @Override
    public void measure(float[][] dy, int n) {
        float[][] centred = normal.rows(n);
        for (int i = 0; i < inverse.length; i++) {
            double sum = 0;
            double product = 0;
            for (int m = 0; m < n; m++) {
                sum += dy[m][i];
                product += dy[m][i] * centred[m][i];
            }
            betaGradient[0][i] = (float) sum;
            gammaGradient[0][i] = (float) product;
        }
    }

    @Override
    public float[][] backward(float[][] dy, int n) {
        float[][] centred = normal.rows(n);
        for (int i = 0; i < inverse.length; i++) {
            float factor = gamma[0][i] * inverse[i] / n;
            for (int m = 0; m < n; m++) {
                dy[m][i] = factor * (n * dy[m][i] - betaGradient[0][i] - centred[m][i] * gammaGradient[0][i]);
            }
        }
        return dy;
    }
}
