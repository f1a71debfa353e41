package dev.sextant.worker.image.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.optimize.Progress;
import java.util.List;

/**
 * Metadata of a saved model, which training needs to resume and prediction needs to prepare its inputs.
 *
 * @param epoch number of epochs trained
 * @param phase the kind of phase that trained the weights
 * @param data data that the model was trained on
 * @param frozen part of the backbone that images pass before the saved network
 * @param progress progress of the metric that early stopping watches, within the last phase
 */
public record ModelNote(
        int epoch,
        TrainingPhase.Kind phase,
        Data data,
        @JsonProperty("lower") FrozenBackbone frozen,
        Progress progress) {
    /**
     * Data of a model that must be unchanged for training to resume.
     *
     * @param classes names of the classes by label
     * @param imageSize side of the input images, pixels
     * @param channels channels of the input images
     * @param preprocessing preprocessing of the input images
     * @param backbone SHA-256 of the file of the backbone; empty without a backbone
     * @param split fingerprint of the training and validation images
     * @param revision number of the {@link ClassifierRevision} that trained the model; 1 in files that lack it
     */
    public record Data(
            List<String> classes,
            int imageSize,
            int channels,
            Preprocessing preprocessing,
            String backbone,
            String split,
            int revision) {
        public Data {
            revision = Math.max(1, revision);
        }
    }

    /**
     * The frozen part of the backbone, up to a vertex.
     *
     * @param vertex vertex whose activations are the input of the saved network; empty when images are
     * @param folded whether batch normalization is merged into the convolutions before it
     */
    public record FrozenBackbone(String vertex, boolean folded) {
        /** No frozen part: images are the input of the saved network. */
        static final FrozenBackbone NONE = new FrozenBackbone("", false);
    }
}
