package dev.sextant.worker.image.train;

import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.optimize.Progress;
import java.util.List;

/**
 * What a saved model says about itself beyond its weights.
 *
 * @param epoch epochs trained
 * @param phase the kind of network whose weights these are
 * @param data what it was trained on
 * @param lower what stands before the network
 * @param progress of the metric that early stopping goes by, within the last phase
 */
public record ModelNote(int epoch, Phase.Kind phase, Data data, Lower lower, Progress progress) {
    /**
     * What must be the same for training to go on.
     *
     * @param classes by label
     * @param imageSize side of the input images, pixels
     * @param channels of the input images
     * @param preprocessing of the input images
     * @param backbone SHA-256 of the backbone's file; empty for none
     * @param split fingerprint of the training and validation images
     */
    public record Data(
            List<String> classes,
            int imageSize,
            int channels,
            Preprocessing preprocessing,
            String backbone,
            String split) {}

    /**
     * The backbone's frozen part.
     *
     * @param vertex whose activations the network is fed; empty when these are the images
     * @param folded whether batch norm is merged into the convolutions before it
     */
    public record Lower(String vertex, boolean folded) {}
}
