package dev.sextant.worker.image.optimize;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The settings of the learning rate's schedule; {@link #DECLARED} says what each means. */
public record ScheduleSettings(
        Shape shape,
        double warmUpEpochs,
        int stepEpochs,
        double stepFactor,
        double floor,
        double rise,
        int cycleEpochs,
        int cycleFactor)
        implements Serializable {

    /** How the learning rate moves. */
    public enum Shape {
        CONSTANT,
        STEP,
        COSINE,
        ONE_CYCLE,
        TRIANGULAR,
        WARM_RESTARTS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final List<Setting> DECLARED = List.of(
            Setting.choice("schedule")
                    .oneOf(Arrays.stream(Shape.values()).map(Shape::word).toList())
                    .byDefault(Shape.ONE_CYCLE.word())
                    .describedAs(
                            "how the learning rate moves within a phase of training (triangular: arXiv:1506.01186, warm_restarts: "
                                    + "arXiv:1608.03983, one_cycle: arXiv:1708.07120)"),
            Setting.number("warmup_epochs")
                    .between(0, 1000)
                    .byDefault(0)
                    .describedAs("the learning rate rises from 0 this long; then the schedule begins"),
            Setting.integer("step_epochs")
                    .between(1, 10000)
                    .byDefault(10)
                    .describedAs("for step: epochs between two steps"),
            Setting.number("step_factor")
                    .between(0, 1)
                    .byDefault(0.1)
                    .describedAs("for step: what the learning rate is multiplied by at each"),
            Setting.number("schedule_floor")
                    .between(0, 1)
                    .byDefault(0)
                    .describedAs(
                            "for cosine, triangular and warm_restarts: the lowest learning rate, as a share of learning_rate"),
            Setting.number("cycle_rise")
                    .between(0.01, 0.99)
                    .byDefault(0.3)
                    .describedAs("for one_cycle: share of the phase in which the rate rises"),
            Setting.integer("cycle_epochs")
                    .between(1, 10000)
                    .byDefault(10)
                    .describedAs("epochs of a cycle, for triangular, or of the first, for warm_restarts"),
            Setting.integer("cycle_factor")
                    .between(1, 10)
                    .byDefault(2)
                    .describedAs("for warm_restarts: how many times longer each cycle is than the one before"));

    static ScheduleSettings of(Settings settings) {
        return new ScheduleSettings(
                Shape.valueOf(settings.text("schedule").toUpperCase(Locale.ROOT)),
                settings.number("warmup_epochs"),
                settings.integer("step_epochs"),
                settings.number("step_factor"),
                settings.number("schedule_floor"),
                settings.number("cycle_rise"),
                settings.integer("cycle_epochs"),
                settings.integer("cycle_factor"));
    }
}
