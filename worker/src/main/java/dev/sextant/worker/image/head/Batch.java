package dev.sextant.worker.image.head;

/** Room for the values of a batch, which grows with the largest one. Used by one thread. */
final class Batch {
    private final int width;
    private float[][] rows = new float[0][];

    Batch(int width) {
        this.width = width;
    }

    /** At least n rows; what was in them is of no meaning. */
    float[][] rows(int n) {
        if (rows.length < n) {
            rows = new float[n][width];
        }
        return rows;
    }
}
