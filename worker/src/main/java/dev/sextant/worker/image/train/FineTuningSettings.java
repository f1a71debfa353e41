package dev.sextant.worker.image.train;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.backbone.BackboneLayout;
import dev.sextant.worker.image.mode.TrainingMode;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the phase that trains a part of the backbone. {@link #declared} describes each.
 *
 * @param retrainFrom lowest block or layer to train; empty for the whole backbone
 * @param headEpochs epochs of the head alone, before fine-tuning
 * @param rate learning rate of fine-tuning, as a share of {@code learning_rate}
 * @param blockDecay rate of a block as a share of the rate of the block above it
 * @param maxCacheGigabytes most that activations of the frozen part may take to be cached, 10^9 bytes
 */
public record FineTuningSettings(
        boolean enabled,
        Optional<String> retrainFrom,
        int headEpochs,
        double rate,
        double blockDecay,
        boolean freezeBatchNorm,
        double maxCacheGigabytes) {

    /** Returns the declarations of the settings, with the defaults of a revision. */
    static List<Setting> declared(ClassifierRevision revision) {
        return List.of(
                Setting.flag("fine_tuning")
                        .byDefault(false)
                        .mattersWhen(TrainingMode.ON_BACKBONE)
                        .describedAs(
                                "whether to train the upper part of the backbone too, after head_epochs; false: the "
                                        + "backbone stays frozen"),
                Setting.text("retrain_from")
                        .byDefault(BackboneLayout.ALL)
                        .mattersWhen(TrainingMode.FINE_TUNING)
                        .describedAs(
                                "lowest block or layer of the backbone to fine-tune; layers below stay frozen, with "
                                        + "their activations cached up to max_cache_gb; all: the whole backbone; 50%: the "
                                        + "upper half of its layers"),
                Setting.integer("head_epochs")
                        .between(0, 10000)
                        .byDefault(revision.headEpochs())
                        .mattersWhen(TrainingMode.FINE_TUNING)
                        .describedAs("epochs that train only the head, on cached features, before the first epoch of "
                                + "fine-tuning; they do not count as epochs of the trial"),
                Setting.number("fine_tuning_rate")
                        .between(1e-6, 100)
                        .byDefault(0.1)
                        .mattersWhen(TrainingMode.FINE_TUNING)
                        .describedAs("learning rate of fine-tuning, as a share of learning_rate"),
                Setting.number("block_rate_decay")
                        .between(0.001, 1)
                        .byDefault(1)
                        .mattersWhen(TrainingMode.FINE_TUNING)
                        .describedAs(
                                "learning rate of each block of the backbone in fine-tuning, as a share of the rate of "
                                        + "the block above it (discriminative fine-tuning, arXiv:1801.06146)"),
                Setting.flag("freeze_batch_norm")
                        .byDefault(true)
                        .mattersWhen(TrainingMode.ON_BACKBONE)
                        .describedAs(
                                "whether to merge the batch normalization of the backbone into its convolutions, with "
                                        + "the pretrained statistics; false: fine-tuning normalizes by batch and "
                                        + "updates the statistics"),
                Setting.number("max_cache_gb")
                        .between(0, 10000)
                        .byDefault(4)
                        .mattersWhen(TrainingMode.FINE_TUNING)
                        .mattersWhen(Condition.isNot("retrain_from", BackboneLayout.ALL))
                        .describedAs("largest cache for activations of the frozen part, in GB; larger activations are "
                                + "computed again in each epoch"));
    }

    /** Returns the block or layer in a value of {@code retrain_from}; empty for the whole backbone. */
    public static Optional<String> from(String value) {
        return Optional.of(value).filter(name -> !name.equals(BackboneLayout.ALL));
    }

    static FineTuningSettings of(Settings settings) {
        return new FineTuningSettings(
                settings.flag("fine_tuning"),
                from(settings.text("retrain_from")),
                settings.integer("head_epochs"),
                settings.number("fine_tuning_rate"),
                settings.number("block_rate_decay"),
                settings.flag("freeze_batch_norm"),
                settings.number("max_cache_gb"));
    }
}
