package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneCard;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageDecoder;
import java.util.Optional;

/**
 * The input format of a network. It comes from the settings or, where they leave it open, from the backbone.
 *
 * @param imageSize side of the images, pixels
 * @param channels color channels of the images
 * @param preprocessing scaling from bytes to values of the network
 * @param backbone empty for a network trained from scratch
 */
public record NetworkInput(int imageSize, Channels channels, Preprocessing preprocessing, Optional<Backbone> backbone) {

    /**
     * Returns the input format for a trial.
     *
     * @throws UnusableData when the backbone cannot be used, or neither it nor the settings define its input
     */
    public static NetworkInput of(ClassifierSettings settings, ClassifierRevision revision)
            throws UnusableData, TrainingFailure, InterruptedException {
        if (settings.backbone().isEmpty()) {
            return new NetworkInput(
                    settings.imageSize().orElse(ClassifierSettings.SIZE_FROM_SCRATCH),
                    settings.channels(),
                    Preprocessing.named(settings.preprocessing().orElse("symmetric")),
                    Optional.empty());
        }
        Backbone backbone = revision.backbone(settings.backbone().get());
        Channels channels = Channels.of(backbone.channels());
        if (settings.channels() != Channels.AUTO && settings.channels() != channels) {
            throw new UnusableData(
                    "channels",
                    "(" + settings.channels().word() + ") does not fit the backbone " + backbone.uri()
                            + ", which takes " + channels.word() + " images; leave the setting out");
        }
        int imageSize =
                settings.imageSize().orElseGet(() -> backbone.imageSize().orElse(0));
        if (imageSize == 0) {
            throw missing("image_size", backbone);
        }
        backbone.checkSize(imageSize);
        Optional<Preprocessing> preprocessing = settings.preprocessing()
                .map(Preprocessing::named)
                .or(() -> backbone.card().map(BackboneCard::preprocessing));
        return new NetworkInput(
                imageSize,
                channels,
                preprocessing.orElseThrow(() -> missing("preprocessing", backbone)),
                Optional.of(backbone));
    }

    /** Returns the decoder of image files to this size and these channels. */
    public ImageDecoder decoder(DataSettings images) {
        return new ImageDecoder(imageSize, channels, images.resize(), images.maxPixels());
    }

    /** Returns the problem of a setting that neither the study nor the backbone defines. */
    public static UnusableData missing(String setting, Backbone backbone) {
        return new UnusableData(
                setting,
                "is required: the backbone " + backbone.uri()
                        + " has no card that says how it was trained; set it, or add the card");
    }
}
