package dev.sextant.worker.image.head;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A dense layer: {@code y = x W + b}. */
final class Dense implements Stage {
    /** Number of outputs below which rows are too short for vector instructions. */
    private static final int MIN_VECTOR_OUTPUTS = 64;

    private final MatrixProducts products;

    /** [outputs × inputs], the order of Deeplearning4j. */
    private final float[][] weights;

    private final float[][] bias;
    private final float[][] gradient;
    private final float[][] biasGradient;

    /** Transposed weights [inputs × outputs] of the last forward pass; empty when there are few outputs. */
    private final float[][] transposed;

    private final Batch outputMemory;
    private final Batch gradientMemory;
    private float[][] inputs = new float[0][];

    /**
     * Creates a layer with normally distributed weights and biases of 0.
     *
     * @param deviation standard deviation of the initial weights
     */
    Dense(MatrixProducts products, int inputs, int outputs, double deviation, SplittableRandom random) {
        this.products = products;
        weights = new float[outputs][inputs];
        bias = new float[1][outputs];
        gradient = new float[outputs][inputs];
        biasGradient = new float[1][outputs];
        outputMemory = new Batch(outputs);
        gradientMemory = new Batch(inputs);
        transposed = outputs < MIN_VECTOR_OUTPUTS ? new float[0][] : new float[inputs][outputs];
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
        float[][] y = outputMemory.rows(n);
        for (int m = 0; m < n; m++) {
            System.arraycopy(bias[0], 0, y[m], 0, bias[0].length);
        }
        if (transposed.length == 0) {
            products.addDotProducts(x, n, weights, y);
        } else {
            MatrixProducts.transpose(weights, transposed);
            products.addProduct(x, n, transposed, y);
        }
        return y;
    }

    @Override
    public void computeWeightGradient(float[][] dy, int n) {
        products.transposedProduct(dy, inputs, n, gradient);
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
        float[][] dx = gradientMemory.rows(n);
        for (int m = 0; m < n; m++) {
            Arrays.fill(dx[m], 0);
        }
        products.addProduct(dy, n, weights, dx);
        return dx;
    }
}
