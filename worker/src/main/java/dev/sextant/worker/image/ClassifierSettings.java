package dev.sextant.worker.image;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.augment.AugmentationSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The settings of one trial, typed. {@link #DECLARED} says what each means.
 *
 * @param imageSize empty: the backbone's, or {@link #SIZE_FROM_SCRATCH}
 * @param preprocessing empty: the backbone's card, or symmetric
 * @param backbone empty: a small network is trained from scratch
 */
record ClassifierSettings(
        DataSettings images,
        OptionalInt imageSize,
        Channels channels,
        Optional<String> backbone,
        Optional<String> preprocessing,
        int filters,
        boolean globalPooling,
        int layers,
        int hiddenSize,
        double dropout,
        boolean classWeight,
        int batchSize,
        boolean adam,
        double learningRate,
        double momentum,
        double weightDecay) {

    /** Pixels a side for a network trained from scratch. */
    static final int SIZE_FROM_SCRATCH = 64;

    /** {@code backbone: none}; resolved as a path it may stand behind the study file's folder. */
    private static final String NONE = "none";

    private static final String AUTO = "auto";

    private static final List<Setting> NETWORK = List.of(
            new Setting(
                    "image_size",
                    Setting.Type.INTEGER,
                    Optional.empty(),
                    false,
                    OptionalDouble.of(8),
                    OptionalDouble.of(1024),
                    List.of(),
                    "side that images are scaled to, pixels; by default the backbone's, or " + SIZE_FROM_SCRATCH
                            + " without one"),
            Setting.choice(
                    "channels",
                    List.of(AUTO, "grey", "colour"),
                    AUTO,
                    "colour channels; auto: what the backbone takes, else grey when all images are"),
            Setting.optional(
                    "backbone",
                    Setting.Type.PATH,
                    "zip of a pretrained Deeplearning4j network that gives a feature vector and stays frozen; none (the "
                            + "default): a small convolutional network is trained from scratch"),
            Setting.choice(
                    "preprocessing",
                    Stream.concat(Stream.of(AUTO), Preprocessing.NAMES.stream()).toList(),
                    AUTO,
                    "unit: 0 to 1; symmetric: -1 to 1; imagenet: unit, then ImageNet's mean and deviation; caffe: BGR "
                            + "minus ImageNet's mean; auto: the backbone's card, or symmetric without a backbone"),
            Setting.integer(
                    "filters",
                    1,
                    512,
                    16,
                    "filters of the first convolution, when there is no backbone; doubled twice"),
            Setting.integer("layers", 0, 8, 1, "hidden dense layers before the output layer"),
            Setting.integer("hidden_size", 1, 8192, 128, "units of each hidden dense layer"),
            Setting.number("dropout", 0, 0.95, 0, "share of inputs dropped before every dense layer, in training"),
            Setting.flag("class_weight", false, "whether rare classes weigh more: n / (classes * n of the class)"),
            Setting.integer("batch_size", 1, 65536, 32, "images a training step"),
            Setting.choice("optimizer", List.of("sgd", "adam"), "sgd", "how weights follow the gradient"),
            Setting.number("learning_rate", 1e-8, 100, 0.01, "step length of the optimizer"),
            Setting.number("momentum", 0, 0.9999, 0, "Nesterov momentum, for sgd"),
            Setting.number(
                    "weight_decay", 0, 10, 0, "decoupled: each step shrinks weights by learning_rate * weight_decay"));

    static final List<Setting> DECLARED = Stream.of(
                    DataSettings.DECLARED, NETWORK, SizeSchedule.DECLARED, AugmentationSettings.DECLARED)
            .flatMap(List::stream)
            .toList();

    static ClassifierSettings of(Settings settings) {
        Optional<String> backbone =
                text(settings, "backbone").filter(path -> !path.equals(NONE) && !path.endsWith("/" + NONE));
        return new ClassifierSettings(
                DataSettings.of(settings),
                settings.has("image_size") ? OptionalInt.of(settings.integer("image_size")) : OptionalInt.empty(),
                Channels.of(settings.text("channels")),
                backbone,
                text(settings, "preprocessing").filter(name -> !name.equals(AUTO)),
                settings.integer("filters"),
                settings.flag("global_pooling"),
                settings.integer("layers"),
                settings.integer("hidden_size"),
                settings.number("dropout"),
                settings.flag("class_weight"),
                settings.integer("batch_size"),
                settings.text("optimizer").equals("adam"),
                settings.number("learning_rate"),
                settings.number("momentum"),
                settings.number("weight_decay"));
    }

    private static Optional<String> text(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
