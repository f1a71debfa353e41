package dev.sextant.worker.image;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network is trained on: an input for each readable image of a folder. Safe for use by many threads. */
interface Examples {
    /** Files that have no input. */
    List<SkippedImage> skipped();

    /**
     * The inputs of some files, float, in the order given.
     *
     * @param files indices in {@link ImageFolder#files}
     */
    INDArray batch(int[] files);
}
