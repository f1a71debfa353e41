package dev.sextant.worker.image.head;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.mode.TrainingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Settings of the layers that are trained from random weights, and of the loss. {@link #DECLARED} describes each. */
public record HeadSettings(
        int filters,
        boolean globalPooling,
        int layers,
        int hiddenSize,
        Nonlinearity activation,
        double dropout,
        boolean batchNorm,
        boolean classWeight,
        double labelSmoothing,
        double focalGamma) {

    private static final Condition WITH_HIDDEN_LAYERS = Condition.atLeast("layers", 1);

    /** Declarations of the settings. */
    public static final List<Setting> DECLARED = List.of(
            Setting.integer("filters")
                    .between(1, 512)
                    .byDefault(16)
                    .mattersWhen(TrainingMode.FROM_SCRATCH)
                    .describedAs("filters of the first convolution of the small network; the second and third have two "
                            + "and four times as many"),
            Setting.flag("global_pooling")
                    .byDefault(false)
                    .mattersWhen(TrainingMode.FROM_SCRATCH)
                    .describedAs("whether the small network averages its last feature maps over the image; it then "
                            + "accepts images of any size, but loses positions"),
            Setting.integer("layers")
                    .between(0, 8)
                    .byDefault(1)
                    .describedAs("number of hidden dense layers before the output layer"),
            Setting.integer("hidden_size")
                    .between(1, 8192)
                    .byDefault(256)
                    .mattersWhen(WITH_HIDDEN_LAYERS)
                    .describedAs("units of each hidden dense layer"),
            Setting.choice("activation")
                    .oneOf(Arrays.stream(Nonlinearity.values())
                            .map(Nonlinearity::word)
                            .toList())
                    .byDefault(Nonlinearity.RELU.word())
                    .mattersWhen(WITH_HIDDEN_LAYERS)
                    .describedAs("activation function of the hidden dense layers"),
            Setting.number("dropout")
                    .between(0, 0.95)
                    .byDefault(0)
                    .describedAs("dropout rate of the inputs of every dense layer, in training"),
            Setting.flag("batch_norm")
                    .byDefault(false)
                    .mattersWhen(WITH_HIDDEN_LAYERS)
                    .describedAs("whether hidden dense layers have batch normalization before their activation"),
            Setting.flag("class_weight")
                    .byDefault(false)
                    .describedAs("whether to weight the loss of each class by n / (classes * n of the class), so that "
                            + "rare classes count more"),
            Setting.number("label_smoothing")
                    .between(0, 0.9)
                    .byDefault(0)
                    .describedAs("share of each label that is spread over all classes, in training (arXiv:1512.00567, "
                            + "section 7)"),
            Setting.number("focal_gamma")
                    .between(0, 10)
                    .byDefault(0)
                    .describedAs("focusing parameter of the focal loss (arXiv:1708.02002): the higher, the less easy "
                            + "images count; 0: cross-entropy"));

    /** Reads settings in which defaults are filled in. */
    public static HeadSettings of(Settings settings) {
        return new HeadSettings(
                settings.integer("filters"),
                settings.flag("global_pooling"),
                settings.integer("layers"),
                settings.integer("hidden_size"),
                Nonlinearity.valueOf(settings.text("activation").toUpperCase(Locale.ROOT)),
                settings.number("dropout"),
                settings.flag("batch_norm"),
                settings.flag("class_weight"),
                settings.number("label_smoothing"),
                settings.number("focal_gamma"));
    }
}
