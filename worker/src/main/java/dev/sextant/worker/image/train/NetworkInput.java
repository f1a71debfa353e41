package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneCard;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.read.Channels;
import java.util.Optional;

/**
 * What images are turned into before a network sees them: what the settings say, and where they are silent, what the
 * backbone wants.
 */
public record NetworkInput(int imageSize, Channels channels, Preprocessing preprocessing, Optional<Backbone> backbone) {

    /** @throws UnusableData when the backbone cannot be used, or neither it nor the settings say what it wants */
    public static NetworkInput of(ClassifierSettings settings)
            throws UnusableData, TrainingFailure, InterruptedException {
        if (settings.backbone().isEmpty()) {
            return new NetworkInput(
                    settings.imageSize().orElse(ClassifierSettings.SIZE_FROM_SCRATCH),
                    settings.channels(),
                    Preprocessing.named(settings.preprocessing().orElse("symmetric")),
                    Optional.empty());
        }
        Backbone backbone = Backbone.read(settings.backbone().get());
        Channels channels = Channels.of(backbone.channels());
        if (settings.channels() != Channels.AUTO && settings.channels() != channels) {
            throw new UnusableData(
                    "channels",
                    "(" + settings.channels().word() + ") is not what the backbone " + backbone.uri() + " takes ("
                            + channels.word() + "); leave it out");
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

    /** The problem of a setting that neither the study nor the backbone gives. */
    public static UnusableData missing(String setting, Backbone backbone) {
        return new UnusableData(
                setting,
                "is needed: the backbone " + backbone.uri()
                        + " has no card beside it that says what it was trained with; set it, or add the card");
    }
}
