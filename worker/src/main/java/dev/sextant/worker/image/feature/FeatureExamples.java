package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.input.Examples;

/** Precomputed features as examples. Safe for use by many threads. */
public interface FeatureExamples extends Examples {
    /** Returns the number of values per image. */
    int width();

    /**
     * Copies the features of a file for prediction.
     *
     * @param rows receives the values, row by row
     * @param row index of the row to write
     */
    void copy(int file, float[] rows, int row);

    /**
     * Copies the features of a file for training, which may be those of a view drawn for the epoch.
     *
     * @param rows receives the values, row by row
     * @param row index of the row to write
     */
    void copyForTraining(int epoch, int file, float[] rows, int row);
}
