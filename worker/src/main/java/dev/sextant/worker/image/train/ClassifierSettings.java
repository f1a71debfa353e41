package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.head.HeadSettings;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.ScheduleSettings;
import dev.sextant.worker.image.read.Channels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The settings of one trial, typed. {@link #DECLARED} says what each means.
 *
 * @param imageSize empty: the backbone's, or {@link #SIZE_FROM_SCRATCH}
 * @param preprocessing empty: the backbone's card, or symmetric
 * @param backbone empty: a small network is trained from scratch
 */
public record ClassifierSettings(
        DataSettings images,
        OptionalInt imageSize,
        Channels channels,
        Optional<String> backbone,
        Optional<String> preprocessing,
        HeadSettings head,
        OptimizerSettings optimizer,
        FineTuningSettings fineTuning) {

    /** Pixels a side for a network trained from scratch. */
    static final int SIZE_FROM_SCRATCH = 64;

    /** {@code backbone: none}; resolved as a path it may stand behind the study file's folder. */
    private static final String NONE = "none";

    /** Where the backbone or the data decide. */
    public static final String AUTO = "auto";

    private static final List<Setting> INPUT = List.of(
            Setting.integer("image_size")
                    .between(8, 1024)
                    .describedAs("side that images are scaled to, pixels; by default the backbone's, or "
                            + SIZE_FROM_SCRATCH + " without one"),
            Setting.choice("channels")
                    .oneOf(AUTO, "grey", "colour")
                    .byDefault(AUTO)
                    .describedAs("colour channels; auto: what the backbone takes, else grey when all images are"),
            Setting.path("backbone")
                    .searchable()
                    .describedAs(
                            "a pretrained network that gives a feature vector and stays frozen: a zip of Deeplearning4j or an .h5 file "
                                    + "of Keras; none (the default): a small convolutional network is trained from scratch"),
            Setting.choice("preprocessing")
                    .oneOf(Stream.concat(Stream.of(AUTO), Preprocessing.NAMES.stream())
                            .toList())
                    .byDefault(AUTO)
                    .describedAs(
                            "unit: 0 to 1; symmetric: -1 to 1; imagenet: unit, then ImageNet's mean and deviation; caffe: BGR "
                                    + "minus ImageNet's mean; raw: 0 to 255; auto: the backbone's card, or symmetric without a backbone"));

    public static final List<Setting> DECLARED = Stream.of(
                    DataSettings.DECLARED,
                    INPUT,
                    HeadSettings.DECLARED,
                    OptimizerSettings.DECLARED,
                    ScheduleSettings.DECLARED,
                    FineTuningSettings.DECLARED,
                    SizeSchedule.DECLARED,
                    AugmentationSettings.DECLARED)
            .flatMap(List::stream)
            .toList();

    public static ClassifierSettings of(Settings settings) {
        Optional<String> backbone = text(settings, "backbone").flatMap(ClassifierSettings::backbone);
        return new ClassifierSettings(
                DataSettings.of(settings),
                settings.has("image_size") ? OptionalInt.of(settings.integer("image_size")) : OptionalInt.empty(),
                Channels.of(settings.text("channels")),
                backbone,
                text(settings, "preprocessing").filter(name -> !name.equals(AUTO)),
                HeadSettings.of(settings),
                OptimizerSettings.of(settings),
                FineTuningSettings.of(settings));
    }

    /** The backbone that a value names, if any. */
    public static Optional<String> backbone(String value) {
        return Optional.of(value).filter(path -> !path.equals(NONE) && !path.endsWith("/" + NONE));
    }

    private static Optional<String> text(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
