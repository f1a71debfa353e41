package dev.sextant.worker.image.read;

/**
 * Resampling of rows or columns from one length to another: linear interpolation, with the filter widened when
 * shrinking so that every source pixel counts (imaging libraries call this antialiased bilinear). Immutable and safe
 * for use by many threads.
 */
final class Resampling {
    private final Filter[] filters;

    /**
     * Source pixels that make one target pixel.
     *
     * @param start the first source pixel
     * @param weights weights of the source pixels from {@code start} on; their sum is 1
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Filter(int start, float[] weights) {
        /**
         * Returns a triangle around a point.
         *
         * @param length length of the source, pixels
         * @param center position in the source, pixels
         * @param radius half the triangle's base, pixels
         */
        static Filter triangle(int length, double center, double radius) {
            int start = (int) Math.max(0, Math.floor(center - radius + 0.5));
            int end = (int) Math.min(length, Math.floor(center + radius + 0.5));
            float[] weights = new float[end - start];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                double weight = Math.max(0, 1 - Math.abs(start + k + 0.5 - center) / radius);
                weights[k] = (float) weight;
                sum += weight;
            }
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= (float) sum;
            }
            return new Filter(start, weights);
        }

        int end() {
            return start + weights.length;
        }
    }

    private Resampling(Filter[] filters) {
        this.filters = filters;
    }

    /**
     * Returns the resampling of a whole line.
     *
     * @param length length of the source, pixels
     * @param target length of the result, pixels
     */
    static Resampling of(int length, int target) {
        return of(length, 0, length, target);
    }

    /**
     * Returns the resampling of a section of a line; pixels outside the section count where the filter reaches them.
     *
     * @param length length of the source, pixels
     * @param start beginning of the section, pixels, not necessarily whole
     * @param extent length of the section, pixels
     * @param target length of the result, pixels
     */
    static Resampling of(int length, double start, double extent, int target) {
        double scale = extent / target;
        double radius = Math.max(1, scale);
        Filter[] filters = new Filter[target];
        for (int i = 0; i < target; i++) {
            filters[i] = Filter.triangle(length, start + (i + 0.5) * scale, radius);
        }
        return new Resampling(filters);
    }

    /** Returns the length of the result, pixels. */
    int length() {
        return filters.length;
    }

    /** Returns the first source pixel that counts. */
    int begin() {
        return filters[0].start();
    }

    /** Returns the source pixel after the last one that counts. */
    int end() {
        return filters[filters.length - 1].end();
    }

    /** Resamples a row into {@code target}, from {@code targetOffset} on. */
    void resample(float[] source, float[] target, int targetOffset) {
        for (int x = 0; x < filters.length; x++) {
            float[] weights = filters[x].weights();
            int start = filters[x].start();
            float sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * source[start + k];
            }
            target[targetOffset + x] = sum;
        }
    }

    /**
     * Adds the contribution of a source row to the target rows, where columns are resampled.
     *
     * @param position index of the source row
     * @param row pixels of the source row
     * @param offset index of the first target row in {@code target}
     * @param target sums so far, row by row
     */
    void accumulate(int position, float[] row, int offset, float[] target) {
        // A source row counts for a few target rows, which are neighbors.
        for (int y = firstReached(position); y < filters.length && filters[y].start() <= position; y++) {
            float weight = filters[y].weights()[position - filters[y].start()];
            int begin = (offset + y) * row.length;
            for (int x = 0; x < row.length; x++) {
                target[begin + x] += weight * row[x];
            }
        }
    }

    /** Returns the first target row whose filter ends after a position, by bisection. */
    private int firstReached(int position) {
        int low = 0;
        int high = filters.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (filters[middle].end() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
