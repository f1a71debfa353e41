package dev.sextant.worker.image.optimize;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The settings of the optimizer and of its schedule; {@link #DECLARED} says what each means. */
public record OptimizerSettings(
        int batchSize,
        Kind kind,
        double learningRate,
        double momentum,
        boolean nesterov,
        double weightDecay,
        double gradientClip,
        ScheduleSettings schedule,
        boolean earlyStopping,
        int patience) {

    /** The rules by which a gradient becomes a step. */
    public enum Kind {
        /** Stochastic gradient descent, perhaps with momentum; weight decay is decoupled. */
        SGD,
        /** Adam with weight decay as a part of the gradient. */
        ADAM,
        /** Adam with decoupled weight decay. */
        ADAMW;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final List<Setting> DECLARED = List.of(
            Setting.integer("batch_size").between(1, 65536).byDefault(32).describedAs("images a training step"),
            Setting.choice("optimizer")
                    .oneOf(Arrays.stream(Kind.values()).map(Kind::word).toList())
                    .byDefault(Kind.ADAMW.word())
                    .describedAs("how weights follow the gradient (Adam: arXiv:1412.6980, AdamW: arXiv:1711.05101)"),
            Setting.number("learning_rate")
                    .between(1e-8, 100)
                    .byDefault(0.01)
                    .describedAs("step length of the optimizer, at the schedule's top"),
            Setting.number("momentum")
                    .between(0, 0.9999)
                    .byDefault(0.9)
                    .describedAs("share of the last step that the next one keeps, for sgd"),
            Setting.flag("nesterov").byDefault(true).describedAs("whether momentum looks ahead, as Nesterov's does"),
            Setting.number("weight_decay")
                    .between(0, 10)
                    .byDefault(0.01)
                    .describedAs(
                            "each step shrinks weights, not biases, by learning_rate * weight_decay; for adam it is added to the "
                                    + "gradient instead"),
            Setting.number("gradient_clip")
                    .between(0, 1e6)
                    .byDefault(0)
                    .describedAs(
                            "gradients longer than this (Euclidean norm over all weights) are shortened to it; 0 for no limit"),
            Setting.flag("early_stopping")
                    .byDefault(false)
                    .describedAs(
                            "whether a trial ends when the study's metric got no better for patience epochs; the best epoch's "
                                    + "weights are kept beside the last"),
            Setting.integer("patience")
                    .between(1, 10000)
                    .byDefault(5)
                    .describedAs("epochs without a better value that early_stopping bears"));

    public static OptimizerSettings of(Settings settings) {
        return new OptimizerSettings(
                settings.integer("batch_size"),
                Kind.valueOf(settings.text("optimizer").toUpperCase(Locale.ROOT)),
                settings.number("learning_rate"),
                settings.number("momentum"),
                settings.flag("nesterov"),
                settings.number("weight_decay"),
                settings.number("gradient_clip"),
                ScheduleSettings.of(settings),
                settings.flag("early_stopping"),
                settings.integer("patience"));
    }
}
