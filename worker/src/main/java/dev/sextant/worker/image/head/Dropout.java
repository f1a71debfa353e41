package dev.sextant.worker.image.head;

import java.util.SplittableRandom;

/**
 * Inverted dropout (Srivastava et al., JMLR 15, 2014, section 10): kept inputs are scaled up, so that the mean stays
 * the same.
 */
final class Dropout implements Stage {
    private final int width;
    private final float keptFactor;
    private final int limit;
    private final Batch factorMemory;
    private final Batch outputMemory;

    /** @param rate share of inputs to drop, 0 to below 1 */
    Dropout(int width, double rate) {
        this.width = width;
        keptFactor = (float) (1 / (1 - rate));
        limit = (int) (rate * Integer.MAX_VALUE);
        factorMemory = new Batch(width);
        outputMemory = new Batch(width);
    }

    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        float[][] factors = factorMemory.rows(n);
        float[][] y = outputMemory.rows(n);
        for (int m = 0; m < n; m++) {
            for (int i = 0; i < width; i++) {
                factors[m][i] = random.nextInt() >>> 1 < limit ? 0 : keptFactor;
                y[m][i] = factors[m][i] * x[m][i];
            }
        }
        return y;
    }

    @Override
    public float[][] apply(float[][] x, int n) {
        return x;
    }

    @Override
    public float[][] backward(float[][] dy, int n) {
        float[][] factors = factorMemory.rows(n);
        for (int m = 0; m < n; m++) {
            for (int i = 0; i < width; i++) {
                dy[m][i] *= factors[m][i];
            }
        }
        return dy;
    }
}
