package dev.sextant.worker.image;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The activations of a backbone's frozen part, computed anew for every batch: for images that change from epoch to epoch,
 * and for activations too large to keep. Used by one thread.
 *
 * @param vertex whose activations are wanted
 */
record FrozenPart(Examples images, BackboneNetwork network, String vertex) implements Examples {
    @Override
    public List<SkippedImage> skipped() {
        return images.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        try (INDArray inputs = images.batch(files)) {
            return network.activations(vertex, inputs);
        }
    }
}
