package dev.sextant.worker.image.head;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The settings of the layers that are trained from nothing, and of the loss; {@link #DECLARED} says what each means. */
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

    public static final List<Setting> DECLARED = List.of(
            Setting.integer("filters")
                    .between(1, 512)
                    .byDefault(16)
                    .describedAs("filters of the first convolution, when there is no backbone; doubled twice"),
            Setting.flag("global_pooling")
                    .byDefault(false)
                    .describedAs(
                            "whether the small network averages its last maps, so that images of any size fit, instead of "
                                    + "remembering where in the image things lie"),
            Setting.integer("layers")
                    .between(0, 8)
                    .byDefault(1)
                    .describedAs("hidden dense layers before the output layer"),
            Setting.integer("hidden_size")
                    .between(1, 8192)
                    .byDefault(256)
                    .describedAs("units of each hidden dense layer"),
            Setting.choice("activation")
                    .oneOf(Arrays.stream(Nonlinearity.values())
                            .map(Nonlinearity::word)
                            .toList())
                    .byDefault(Nonlinearity.RELU.word())
                    .describedAs("of the hidden dense layers"),
            Setting.number("dropout")
                    .between(0, 0.95)
                    .byDefault(0)
                    .describedAs("share of inputs dropped before every dense layer, in training"),
            Setting.flag("batch_norm")
                    .byDefault(false)
                    .describedAs("whether hidden dense layers normalise each batch before their activation"),
            Setting.flag("class_weight")
                    .byDefault(false)
                    .describedAs("whether rare classes weigh more: n / (classes * n of the class)"),
            Setting.number("label_smoothing")
                    .between(0, 0.9)
                    .byDefault(0)
                    .describedAs(
                            "share of a label that is spread over all classes, in training (arXiv:1512.00567, section 7)"),
            Setting.number("focal_gamma")
                    .between(0, 10)
                    .byDefault(0)
                    .describedAs(
                            "focusing of the focal loss (arXiv:1708.02002): more makes easy images count less; 0 is cross-entropy"));

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
