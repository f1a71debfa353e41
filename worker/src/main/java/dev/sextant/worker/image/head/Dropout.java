package dev.sextant.worker.image.head;

import java.util.SplittableRandom;

/** Inverted dropout (Srivastava et al., JMLR 15, 2014, section 10): what stays grows, so that the mean does not change. */
final class Dropout implements Stage {
    private final int width;
    private final float factor;
    private final int limit;
    private final Batch factors;
    private final Batch kept;

    /** @param share that is dropped, below 1 */
    Dropout(int width, double share) {
        this.width = width;
        factor = (float) (1 / (1 - share));
        limit = (int) (share * Integer.MAX_VALUE);
        factors = new Batch(width);
        kept = new Batch(width);
    }

    @Override
    public float[][] train(float[][] x, int n, SplittableRandom random) {
        float[][] drawn = factors.rows(n);
        float[][] y = kept.rows(n);
        for (int m = 0; m < n; m++) {
            for (int i = 0; i < width; i++) {
                drawn[m][i] = random.nextInt() >>> 1 < limit ? 0 : factor;
                y[m][i] = drawn[m][i] * x[m][i];
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
        float[][] drawn = factors.rows(n);
        for (int m = 0; m < n; m++) {
            for (int i = 0; i < width; i++) {
                dy[m][i] *= drawn[m][i];
            }
        }
        return dy;
    }
}
