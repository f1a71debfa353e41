package dev.sextant.worker.image.head;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Products of matrices stored as rows. Each element is summed in a fixed order, whatever the number of threads, so
 * results are the same to the bit on every machine. The loops add four rows to one at a time, a form that the
 * just-in-time compiler turns into vector instructions. Safe for use by many threads.
 */
final class MatrixProducts {
    /** Multiplications below which starting threads takes longer than it saves. */
    private static final long MIN_PARALLEL_WORK = 4_000_000;

    private final int threads;

    /** @param threads number of CPU threads */
    MatrixProducts(int threads) {
        this.threads = threads;
    }

    /**
     * Computes {@code c[m] += sum over k of a[m][k] b[k]}.
     *
     * @param a [n × k]
     * @param b [k × width]
     * @param c [n × width]
     */
    void addProduct(float[][] a, int n, float[][] b, float[][] c) {
        int width = c[0].length;
        split(n, (long) n * b.length * width, (from, to) -> {
            int k = 0;
            for (; k + 4 <= b.length; k += 4) {
                for (int m = from; m < to; m++) {
                    float[] row = a[m];
                    add(c[m], row[k], b[k], row[k + 1], b[k + 1], row[k + 2], b[k + 2], row[k + 3], b[k + 3], width);
                }
            }
            for (; k < b.length; k++) {
                for (int m = from; m < to; m++) {
                    add(c[m], a[m][k], b[k], width);
                }
            }
        });
    }

    /**
     * Computes {@code c[k] = sum over m of a[m][k] b[m]}.
     *
     * @param a [n × k]
     * @param b [n × width]
     * @param c [k × width]
     */
    void transposedProduct(float[][] a, float[][] b, int n, float[][] c) {
        int width = c[0].length;
        split(c.length, (long) n * c.length * width, (from, to) -> {
            for (int k = from; k < to; k++) {
                float[] sum = c[k];
                Arrays.fill(sum, 0);
                int m = 0;
                for (; m + 4 <= n; m += 4) {
                    add(sum, a[m][k], b[m], a[m + 1][k], b[m + 1], a[m + 2][k], b[m + 2], a[m + 3][k], b[m + 3], width);
                }
                for (; m < n; m++) {
                    add(sum, a[m][k], b[m], width);
                }
            }
        });
    }

    /**
     * Computes {@code c[m][k] += a[m] · b[k]}, for so few k that rows of them would be too short for vector
     * instructions.
     *
     * @param a [n × width]
     * @param b [k × width]
     * @param c [n × k]
     */
    void addDotProducts(float[][] a, int n, float[][] b, float[][] c) {
        split(n, (long) n * b.length * b[0].length, (from, to) -> {
            for (int m = from; m < to; m++) {
                int k = 0;
                for (; k + 8 <= b.length; k += 8) {
                    addDots(a[m], b, k, c[m]);
                }
                for (; k < b.length; k++) {
                    c[m][k] += dot(a[m], b[k]);
                }
            }
        });
    }

    /** Copies the rows of a matrix to the columns of another, in blocks that fit the cache. */
    static void transpose(float[][] source, float[][] target) {
        int block = 16;
        for (int first = 0; first < source.length; first += block) {
            int end = Math.min(source.length, first + block);
            for (int j = 0; j < target.length; j++) {
                float[] row = target[j];
                for (int i = first; i < end; i++) {
                    row[i] = source[i][j];
                }
            }
        }
    }

    /** Computation of a range of rows. */
    private interface RangeTask {
        void compute(int from, int to);
    }

    private void split(int count, long work, RangeTask task) {
        int parts = work < MIN_PARALLEL_WORK ? 1 : Math.min(threads, count);
        if (parts == 1) {
            task.compute(0, count);
            return;
        }
        IntConsumer part = i -> task.compute((int) ((long) count * i / parts), (int) ((long) count * (i + 1) / parts));
        IntStream.range(0, parts).parallel().forEach(part);
    }

    private static void add(
            float[] sum,
            float a0,
            float[] b0,
            float a1,
            float[] b1,
            float a2,
            float[] b2,
            float a3,
            float[] b3,
            int width) {
        for (int j = 0; j < width; j++) {
            sum[j] = Math.fma(a0, b0[j], Math.fma(a1, b1[j], Math.fma(a2, b2[j], Math.fma(a3, b3[j], sum[j]))));
        }
    }

    private static void add(float[] sum, float a, float[] b, int width) {
        for (int j = 0; j < width; j++) {
            sum[j] = Math.fma(a, b[j], sum[j]);
        }
    }

    /** Adds eight dot products at once, whose additions do not wait for each other. */
    private static void addDots(float[] a, float[][] b, int k, float[] sums) {
        float[] b0 = b[k];
        float[] b1 = b[k + 1];
        float[] b2 = b[k + 2];
        float[] b3 = b[k + 3];
        float[] b4 = b[k + 4];
        float[] b5 = b[k + 5];
        float[] b6 = b[k + 6];
        float[] b7 = b[k + 7];
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int i = 0; i < a.length; i++) {
            float x = a[i];
            s0 = Math.fma(x, b0[i], s0);
            s1 = Math.fma(x, b1[i], s1);
            s2 = Math.fma(x, b2[i], s2);
            s3 = Math.fma(x, b3[i], s3);
            s4 = Math.fma(x, b4[i], s4);
            s5 = Math.fma(x, b5[i], s5);
            s6 = Math.fma(x, b6[i], s6);
            s7 = Math.fma(x, b7[i], s7);
        }
        sums[k] += s0;
        sums[k + 1] += s1;
        sums[k + 2] += s2;
        sums[k + 3] += s3;
        sums[k + 4] += s4;
        sums[k + 5] += s5;
        sums[k + 6] += s6;
        sums[k + 7] += s7;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum = Math.fma(a[i], b[i], sum);
        }
        return sum;
    }
}
