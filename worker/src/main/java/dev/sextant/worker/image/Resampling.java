package dev.sextant.worker.image;

/**
 * Scales lines of one length to another: linear interpolation, with the filter widened when shrinking so that every
 * source pixel counts (what imaging libraries call antialiased bilinear). Immutable and safe for use by many threads.
 */
final class Resampling {
    private final int from;
    private final int[] first;
    private final float[][] weights;

    private Resampling(int from, int[] first, float[][] weights) {
        this.from = from;
        this.first = first;
        this.weights = weights;
    }

    static Resampling of(int from, int to) {
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = (int) Math.max(0, Math.floor(centre - reach + 0.5));
            int end = (int) Math.min(from, Math.floor(centre + reach + 0.5));
            weights[i] = new float[end - first[i]];
            double sum = 0;
            for (int k = 0; k < weights[i].length; k++) {
                double weight = Math.max(0, 1 - Math.abs(first[i] + k + 0.5 - centre) / reach);
                weights[i][k] = (float) weight;
                sum += weight;
            }
            for (int k = 0; k < weights[i].length; k++) {
                weights[i][k] /= (float) sum;
            }
        }
        return new Resampling(from, first, weights);
    }

    /** Scales each of {@code height} rows. */
    float[] rows(float[] plane, int height) {
        int to = weights.length;
        float[] scaled = new float[height * to];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < to; x++) {
                float sum = 0;
                for (int k = 0; k < weights[x].length; k++) {
                    sum += weights[x][k] * plane[y * from + first[x] + k];
                }
                scaled[y * to + x] = sum;
            }
        }
        return scaled;
    }

    /** Scales each of {@code width} columns. */
    float[] columns(float[] plane, int width) {
        float[] scaled = new float[weights.length * width];
        for (int y = 0; y < weights.length; y++) {
            for (int k = 0; k < weights[y].length; k++) {
                float weight = weights[y][k];
                int row = (first[y] + k) * width;
                for (int x = 0; x < width; x++) {
                    scaled[y * width + x] += weight * plane[row + x];
                }
            }
        }
        return scaled;
    }
}
