package dev.sextant.worker.image.input;

import dev.sextant.worker.image.data.ImageFolder;

/** What the outputs of a batch should come to. Safe for use by many threads. */
public interface Targets {
    /** For inputs that nothing is learned from. */
    Targets NONE = new Targets() {
        @Override
        public float[] of(int[] files) {
            return new float[files.length];
        }

        @Override
        public int classes() {
            return 1;
        }
    };

    /**
     * The wanted probabilities [files × classes], row by row, in an array of their own.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    float[] of(int[] files);

    int classes();
}
