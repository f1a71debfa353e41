package dev.sextant.worker.image.read;

/**
 * Scales lines of one length to another: linear interpolation, with the filter widened when shrinking so that every
 * source pixel counts (what imaging libraries call antialiased bilinear). Immutable and safe for use by many threads.
 */
final class Resampling {
    private final int[] first;
    private final float[][] weights;

    private Resampling(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    static Resampling of(int from, int to) {
        return of(from, 0, from, to);
    }

    /**
     * Scales a part of the lines; pixels beside it still count where the filter reaches them.
     *
     * @param from length of the lines, pixels
     * @param start of the part, pixels, not always whole
     * @param extent of the part, pixels
     * @param to pixels that the part becomes
     */
    static Resampling of(int from, double start, double extent, int to) {
        double scale = extent / to;
        double reach = Math.max(1, scale);
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = start + (i + 0.5) * scale;
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
        return new Resampling(first, weights);
    }

    /** Pixels that a line becomes. */
    int length() {
        return first.length;
    }

    /** The first pixel of a line that counts. */
    int begin() {
        return first[0];
    }

    /** The pixel after the last one that counts. */
    int end() {
        return first[first.length - 1] + weights[first.length - 1].length;
    }

    /** Scales a line. */
    void line(float[] source, float[] target, int targetOffset) {
        for (int x = 0; x < first.length; x++) {
            float[] ofPixel = weights[x];
            int start = first[x];
            float sum = 0;
            for (int k = 0; k < ofPixel.length; k++) {
                sum += ofPixel[k] * source[start + k];
            }
            target[targetOffset + x] = sum;
        }
    }

    /**
     * Adds what a line contributes to lines that are scaled across.
     *
     * @param position of the line among those scaled
     * @param line its pixels
     * @param offset the first scaled line's place in the target, lines
     * @param target the sums so far, line after line
     */
    void across(int position, float[] line, int offset, float[] target) {
        // Each line counts for the few scaled ones around it, which lie together: the first found begins them.
        for (int y = firstReached(position); y < first.length && first[y] <= position; y++) {
            float weight = weights[y][position - first[y]];
            int row = (offset + y) * line.length;
            for (int x = 0; x < line.length; x++) {
                target[row + x] += weight * line[x];
            }
        }
    }

    /** The first pixel whose filter ends behind a position, by bisection. */
    private int firstReached(int position) {
        int low = 0;
        int high = first.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (first[middle] + weights[middle].length <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
