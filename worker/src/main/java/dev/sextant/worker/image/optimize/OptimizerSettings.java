package dev.sextant.worker.image.optimize;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Settings of the optimizer, its schedule and early stopping. {@link #DECLARED} describes each.
 *
 * @param weightAverage decay per step of the average of weights, 0 for none; empty for the default of the trial's revision
 */
public record OptimizerSettings(
        int batchSize,
        Kind kind,
        double learningRate,
        double momentum,
        boolean nesterov,
        double weightDecay,
        double gradientClip,
        OptionalDouble weightAverage,
        ScheduleSettings schedule,
        boolean earlyStopping,
        int patience) {

    /** Optimization algorithms. */
    public enum Kind {
        /** Stochastic gradient descent, with momentum unless it is 0; weight decay is decoupled. */
        SGD,
        /** Adam with weight decay added to the gradient (L2 regularization). */
        ADAM,
        /** Adam with decoupled weight decay. */
        ADAMW;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Declarations of the settings. */
    public static final List<Setting> DECLARED = List.of(
            Setting.integer("batch_size").between(1, 65536).byDefault(32).describedAs("images per training step"),
            Setting.choice("optimizer")
                    .oneOf(Arrays.stream(Kind.values()).map(Kind::word).toList())
                    .byDefault(Kind.ADAMW.word())
                    .describedAs("optimizer (Adam: arXiv:1412.6980, AdamW: arXiv:1711.05101)"),
            Setting.number("learning_rate")
                    .between(1e-8, 100)
                    .byDefault(0.01)
                    .describedAs("learning rate at the top of the schedule"),
            Setting.number("momentum")
                    .between(0, 0.9999)
                    .byDefault(0.9)
                    .mattersWhen(Condition.is("optimizer", Kind.SGD.word()))
                    .describedAs("momentum of sgd"),
            Setting.flag("nesterov")
                    .byDefault(true)
                    .mattersWhen(Condition.isNot("momentum", 0.0))
                    .describedAs("whether sgd uses Nesterov momentum"),
            Setting.number("weight_decay")
                    .between(0, 10)
                    .byDefault(0.01)
                    .describedAs(
                            "weight decay; sgd and adamw shrink weights (not biases) by learning_rate * weight_decay "
                                    + "in each step; adam adds weight_decay * weight to the gradient"),
            Setting.number("gradient_clip")
                    .between(0, 1e6)
                    .byDefault(0)
                    .describedAs("largest Euclidean norm of the gradient over all weights; longer gradients are scaled "
                            + "down; 0: no limit"),
            Setting.number("weight_average")
                    .between(0, 0.99999)
                    .describedAs(
                            "decay per step of an exponential moving average of the weights, which is evaluated and "
                                    + "saved while training continues from the weights themselves; lower in the first steps; "
                                    + "0: off; default: an average over about two epochs in fine-tuning, otherwise off"),
            Setting.flag("early_stopping")
                    .byDefault(false)
                    .describedAs("whether to end a trial when the metric of the study has not improved for patience "
                            + "epochs"),
            Setting.integer("patience")
                    .between(1, 10000)
                    .byDefault(5)
                    .mattersWhen(Condition.is("early_stopping", true))
                    .describedAs("epochs without improvement after which early_stopping ends a trial"));

    /** Reads settings in which defaults are filled in. */
    public static OptimizerSettings of(Settings settings) {
        return new OptimizerSettings(
                settings.integer("batch_size"),
                Kind.valueOf(settings.text("optimizer").toUpperCase(Locale.ROOT)),
                settings.number("learning_rate"),
                settings.number("momentum"),
                settings.flag("nesterov"),
                settings.number("weight_decay"),
                settings.number("gradient_clip"),
                settings.has("weight_average")
                        ? OptionalDouble.of(settings.number("weight_average"))
                        : OptionalDouble.empty(),
                ScheduleSettings.of(settings),
                settings.flag("early_stopping"),
                settings.integer("patience"));
    }
}
