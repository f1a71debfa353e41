package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.backbone.BackboneLayout;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the phase in which a part of the backbone is trained; {@link #DECLARED} says what each means.
 *
 * @param retrainFrom empty: the whole backbone
 */
public record FineTuningSettings(
        boolean enabled,
        Optional<String> retrainFrom,
        int headEpochs,
        double rate,
        double blockDecay,
        boolean freezeBatchNorm,
        double maxCacheGigabytes) {

    static final List<Setting> DECLARED = List.of(
            Setting.flag("fine_tuning")
                    .byDefault(false)
                    .describedAs(
                            "whether the backbone's upper part is trained too, after head_epochs; otherwise all of it stays frozen"),
            Setting.text("retrain_from")
                    .byDefault(BackboneLayout.ALL)
                    .describedAs(
                            "block or layer of the backbone from which on it is trained; below it stays frozen, and its activations "
                                    + "are computed once"),
            Setting.integer("head_epochs")
                    .between(0, 10000)
                    .byDefault(1)
                    .describedAs("epochs that train only the head, before fine-tuning; part of the trial's"),
            Setting.number("fine_tuning_rate")
                    .between(1e-6, 100)
                    .byDefault(0.1)
                    .describedAs("learning rate of fine-tuning, as a share of learning_rate"),
            Setting.number("block_rate_decay")
                    .between(0.001, 1)
                    .byDefault(1)
                    .describedAs(
                            "in fine-tuning each block of the backbone gets this share of the learning rate of the one above it "
                                    + "(discriminative rates: arXiv:1801.06146)"),
            Setting.flag("freeze_batch_norm")
                    .byDefault(true)
                    .describedAs(
                            "whether the backbone's batch norm is merged into its convolutions, with the statistics as they are; "
                                    + "false: it normalises and measures in fine-tuning"),
            Setting.number("max_cache_gb")
                    .between(0, 10000)
                    .byDefault(4)
                    .describedAs(
                            "activations of the frozen part that are larger together are computed anew in each epoch"));

    /** The block or layer that a value names; empty for all of the backbone. */
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
