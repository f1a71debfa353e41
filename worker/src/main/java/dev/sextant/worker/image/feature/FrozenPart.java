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
 * The activations of a backbone's frozen part, computed anew for every batch: for images that change from epoch to epoch,
 * and for activations too large to keep. Used by one thread.
 *
 * @param vertex whose activations are wanted
 */
public record FrozenPart(Examples images, BackboneNetwork network, String vertex) implements Examples {
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
        return new FrozenPart(images.at(epoch), network, vertex);
    }

    @Override
    public TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return images.training(epoch, batches, targets).with(inputs -> network.activations(vertex, inputs));
    }

    @Override
    public void close() {
        network.close();
    }
}
