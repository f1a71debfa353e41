package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.head.HeadSettings;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.mode.TrainingMode;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.ScheduleSettings;
import dev.sextant.worker.image.read.Channels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * All settings of a trial of {@code image-classifier}, typed. {@link #DECLARED} describes each.
 *
 * @param images selection of the images and of those that validate
 * @param imageSize side of the images, pixels; empty for the size of the backbone, or {@link #SIZE_FROM_SCRATCH}
 * @param channels color channels of the images
 * @param backbone path of a pretrained network; empty for a small network trained from scratch
 * @param preprocessing name of a {@link Preprocessing}; empty for that of the backbone's card, or symmetric
 * @param head layers that are trained from random weights
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

    /** Default side of the images for a network trained from scratch, pixels. */
    static final int SIZE_FROM_SCRATCH = 64;

    /** Value of {@code backbone} for no backbone; as a path, the folder of the study file may precede it. */
    private static final String NONE = "none";

    /** Value of a setting that follows from the backbone or the data. */
    public static final String AUTO = "auto";

    private static final List<Setting> INPUT = List.of(
            Setting.integer("image_size")
                    .between(8, 1024)
                    .describedAs("side of the square that images are scaled to, in pixels; default: the size of the "
                            + "backbone, or "
                            + SIZE_FROM_SCRATCH + " without a backbone"),
            Setting.choice("channels")
                    .oneOf(AUTO, "grey", "colour")
                    .byDefault(AUTO)
                    .mattersWhen(TrainingMode.FROM_SCRATCH)
                    .describedAs("color channels of the images; auto: those of the backbone; without one, grey if all "
                            + "images are grey"),
            Setting.path("backbone")
                    .searchable()
                    .orName()
                    .orNone()
                    .describedAs("pretrained network that computes the features: a Deeplearning4j zip, a Keras .h5"
                            + " file, or the name of a network that `sextant backbones list` shows; frozen"
                            + " unless fine_tuning is true; default: none, a small convolutional network"
                            + " trained from scratch"),
            Setting.choice("preprocessing")
                    .oneOf(Stream.concat(Stream.of(AUTO), Preprocessing.NAMES.stream())
                            .toList())
                    .byDefault(AUTO)
                    .describedAs("scaling of pixel values; unit: 0 to 1; symmetric: -1 to 1; imagenet: unit, then "
                            + "standardized by the mean and standard deviation of ImageNet; caffe: BGR "
                            + "minus the mean of ImageNet; raw: 0 to 255; auto: from the backbone's card, "
                            + "or symmetric without a backbone"));

    /** Declarations of all settings of the trainer. */
    public static final List<Setting> DECLARED = declared(ClassifierRevision.LATEST);

    /** Returns the declarations of all settings, with the defaults of a revision. */
    public static List<Setting> declared(ClassifierRevision revision) {
        return Stream.of(
                        revision.knowsColumnsOfParts() ? DataSettings.DECLARED : DataSettings.formerlyDeclared(),
                        INPUT,
                        HeadSettings.DECLARED,
                        OptimizerSettings.DECLARED,
                        ScheduleSettings.DECLARED,
                        FineTuningSettings.declared(revision),
                        SizeSchedule.DECLARED,
                        AugmentationSettings.DECLARED)
                .flatMap(List::stream)
                .toList();
    }

    /** Reads settings in which defaults are filled in. */
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

    /** Returns the path in a value of {@code backbone}; empty for none. */
    public static Optional<String> backbone(String value) {
        return Optional.of(value).filter(path -> !path.equals(NONE) && !path.endsWith("/" + NONE));
    }

    private static Optional<String> text(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
