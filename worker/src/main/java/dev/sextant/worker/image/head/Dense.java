package dev.sextant.worker.image.head;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A dense layer: {@code y = x W + b}. */
final class Dense implements Stage {
    /** Fewer outputs than this make rows too short for vectors. */
    private static final int NARROW = 64;

    private final Rows rows;

    /** [outputs × inputs], the order in which Deeplearning4j keeps them. */
    private final float[][] weights;

    private final float[][] bias;
    private final float[][] gradient;
    private final float[][] biasGradient;

    /** [inputs × outputs], of the weights as they were last multiplied with. */
    private final float[][] columns;

    private final Batch sums;
    private final Batch slopes;
    private float[][] inputs = new float[0][];

    /** @param deviation of the normal distribution that the weights begin with */
    Dense(Rows rows, int inputs, int outputs, double deviation, SplittableRandom random) {
        this.rows = rows;
        weights = new float[outputs][inputs];
        bias = new float[1][outputs];
        gradient = new float[outputs][inputs];
        biasGradient = new float[1][outputs];
        sums = new Batch(outputs);
        slopes = new Batch(inputs);
        columns = outputs < NARROW ? new float[0][] : new float[inputs][outputs];
        for (float[] row : weights) {
            for (int i = 0; i < inputs; i++) {
                row[i] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    @Override
    public List<Weights> weights() {
        return List.of(Weights.decaying(weights, gradient), Weights.trained(bias, biasGradient));
    }

    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        return apply(x, n);
    }

    @Override
    public float[][] apply(float[][] x, int n) {
        inputs = x;
        float[][] y = sums.rows(n);
        for (int m = 0; m < n; m++) {
            System.arraycopy(bias[0], 0, y[m], 0, bias[0].length);
        }
        if (columns.length == 0) {
            rows.addDotProducts(x, n, weights, y);
        } else {
            Rows.transpose(weights, columns);
            rows.addProduct(x, n, columns, y);
        }
        return y;
    }

    @Override
    public void measure(float[][] dy, int n) {
        rows.transposedProduct(dy, inputs, n, gradient);
        float[] sum = biasGradient[0];
        Arrays.fill(sum, 0);
        for (int m = 0; m < n; m++) {
            for (int o = 0; o < sum.length; o++) {
                sum[o] += dy[m][o];
            }
        }
    }

    @Override
    public float[][] backward(float[][] dy, int n) {
        float[][] dx = slopes.rows(n);
        for (int m = 0; m < n; m++) {
            Arrays.fill(dx[m], 0);
        }
        rows.addProduct(dy, n, weights, dx);
        return dx;
    }
}
