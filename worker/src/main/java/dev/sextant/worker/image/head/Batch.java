package dev.sextant.worker.image.head;

/** Reusable memory for a batch, as large as the largest batch so far. Used by one thread. */
final class Batch {
    private final int width;
    private float[][] rows = new float[0][];

    Batch(int width) {
        this.width = width;
    }

    /** Returns at least n rows with arbitrary contents. */
    float[][] rows(int n) {
        if (rows.length < n) {
            rows = new float[n][width];
        }
        return rows;
    }
}
