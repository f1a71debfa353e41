package dev.sextant.worker.image.head;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batch normalization (Ioffe and Szegedy, arXiv:1502.03167, algorithms 1 and 2). Running statistics, their decay and
 * epsilon are those of Deeplearning4j's layer. In the paper's terms, {@code x} are the inputs, {@code normalized} is
 * x-hat and {@code y} are the outputs; {@code m} is an image, {@code i} a feature.
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

    /** 1 / sqrt(variance of the batch + epsilon), by feature. */
    private final float[] inverseDeviation;

    private final Batch normalizedMemory;
    private final Batch outputMemory;

    BatchNorm(int width) {
        gamma = new float[1][width];
        beta = new float[1][width];
        mean = new float[1][width];
        variance = new float[1][width];
        gammaGradient = new float[1][width];
        betaGradient = new float[1][width];
        meanStep = new float[1][width];
        varianceStep = new float[1][width];
        inverseDeviation = new float[width];
        normalizedMemory = new Batch(width);
        outputMemory = new Batch(width);
        Arrays.fill(gamma[0], 1);
        Arrays.fill(variance[0], 1);
    }

    @Override
    public List<Weights> weights() {
        return List.of(
                Weights.trained(gamma, gammaGradient),
                Weights.trained(beta, betaGradient),
                Weights.statistics(mean, meanStep),
                Weights.statistics(variance, varianceStep));
    }

    /** Normalizes by the mean and variance of the batch, and computes the steps of the running ones towards them. */
    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        float[][] normalized = normalizedMemory.rows(n);
        float[][] y = outputMemory.rows(n);
        for (int i = 0; i < inverseDeviation.length; i++) {
            double sum = 0;
            for (int m = 0; m < n; m++) {
                sum += x[m][i];
            }
            double batchMean = sum / n;
            double squares = 0;
            for (int m = 0; m < n; m++) {
                squares += (x[m][i] - batchMean) * (x[m][i] - batchMean);
            }
            double batchVariance = squares / n;
            inverseDeviation[i] = (float) (1 / Math.sqrt(batchVariance + EPSILON));
            for (int m = 0; m < n; m++) {
                normalized[m][i] = (float) (x[m][i] - batchMean) * inverseDeviation[i];
                y[m][i] = gamma[0][i] * normalized[m][i] + beta[0][i];
            }
            meanStep[0][i] = (float) ((1 - DECAY) * (mean[0][i] - batchMean));
            varianceStep[0][i] = (float) ((1 - DECAY) * (variance[0][i] - batchVariance));
        }
        return y;
    }

    /** Normalizes by the running mean and variance. */
    @Override
    public float[][] apply(float[][] x, int n) {
        float[][] y = outputMemory.rows(n);
        for (int i = 0; i < inverseDeviation.length; i++) {
            float factor = (float) (gamma[0][i] / Math.sqrt(variance[0][i] + EPSILON));
            for (int m = 0; m < n; m++) {
                y[m][i] = (x[m][i] - mean[0][i]) * factor + beta[0][i];
            }
        }
        return y;
    }

    @Override
    public void computeWeightGradient(float[][] dy, int n) {
        float[][] normalized = normalizedMemory.rows(n);
        for (int i = 0; i < inverseDeviation.length; i++) {
            double sum = 0;
            double product = 0;
            for (int m = 0; m < n; m++) {
                sum += dy[m][i];
                product += dy[m][i] * normalized[m][i];
            }
            betaGradient[0][i] = (float) sum;
            gammaGradient[0][i] = (float) product;
        }
    }

    @Override
    public float[][] backward(float[][] dy, int n) {
        float[][] normalized = normalizedMemory.rows(n);
        for (int i = 0; i < inverseDeviation.length; i++) {
            float factor = gamma[0][i] * inverseDeviation[i] / n;
            for (int m = 0; m < n; m++) {
                dy[m][i] = factor * (n * dy[m][i] - betaGradient[0][i] - normalized[m][i] * gammaGradient[0][i]);
            }
        }
        return dy;
    }
}
