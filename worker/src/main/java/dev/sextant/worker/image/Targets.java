package dev.sextant.worker.image;

/** What the outputs of a batch should come to. Safe for use by many threads. */
interface Targets {
    /**
     * The wanted probabilities [files × classes], row by row, in an array of their own.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    float[] of(int[] files);

    int classes();
}
