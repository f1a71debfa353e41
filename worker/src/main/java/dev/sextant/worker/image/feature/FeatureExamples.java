package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.input.Examples;

/** Examples that were computed before and are kept. Safe for use by many threads. */
public interface FeatureExamples extends Examples {
    /** Values an image. */
    int width();

    /** Writes what a file is judged by as the {@code place}-th row of some. */
    void copy(int file, float[] rows, int place);

    /** Writes what a file is trained on in an epoch as the {@code place}-th row of some. */
    void copyForTraining(int epoch, int file, float[] rows, int place);
}
