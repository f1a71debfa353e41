package dev.sextant.worker.image.input;

import dev.sextant.worker.image.data.ImageFolder;

/** Target probabilities of a batch. Safe for use by many threads. */
public interface Targets {
    /** No targets, for inputs that are not trained on. */
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
     * Returns target probabilities [files × classes], row by row, in a new array.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    float[] of(int[] files);

    /** Returns the number of classes. */
    int classes();
}
