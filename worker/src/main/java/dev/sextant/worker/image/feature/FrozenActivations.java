package dev.sextant.worker.image.feature;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatches;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Activations of the frozen part of a backbone, computed for every batch: for images that differ between epochs, and
 * for activations too large for the cache. Used by one thread.
 *
 * @param images inputs of the backbone
 * @param network the backbone; is closed with the examples
 * @param vertex vertex whose activations are the inputs of the trained network
 */
public record FrozenActivations(Examples images, BackboneNetwork network, String vertex) implements Examples {
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

    @Override
    public Examples at(int epoch) throws TrainingFailure, InterruptedException {
        return new FrozenActivations(images.at(epoch), network, vertex);
    }

    @Override
    public TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return images.training(epoch, batches, targets).mapInputs(inputs -> network.activations(vertex, inputs));
    }

    @Override
    public void close() {
        network.close();
    }
}
