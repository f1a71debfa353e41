package dev.sextant.worker.image.optimize;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Settings of the learning-rate schedule. {@link #DECLARED} describes each. */
public record ScheduleSettings(
        Shape shape,
        Span span,
        double warmUpEpochs,
        int stepEpochs,
        double stepFactor,
        double floor,
        double rise,
        int cycleEpochs,
        int cycleFactor)
        implements Serializable {
    /** Shapes that follow the length of training. */
    private static final Set<Shape> STRETCHED = Set.of(Shape.ONE_CYCLE, Shape.COSINE);

    /** Shapes of the schedule. */
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

    /** Epochs over which a schedule extends whose shape follows the length of training. */
    public enum Span {
        /** By the phase of training. */
        AUTO,
        /** From each rung to the next. */
        RUNG,
        /** The whole phase. */
        TRIAL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Declarations of the settings. */
    public static final List<Setting> DECLARED = List.of(
            Setting.choice("schedule")
                    .oneOf(Arrays.stream(Shape.values()).map(Shape::word).toList())
                    .byDefault(Shape.ONE_CYCLE.word())
                    .describedAs(
                            "schedule of the learning rate within a phase of training (triangular: arXiv:1506.01186, "
                                    + "warm_restarts: arXiv:1608.03983, one_cycle: arXiv:1708.07120)"),
            Setting.choice("schedule_span")
                    .oneOf(Arrays.stream(Span.values()).map(Span::word).toList())
                    .byDefault(Span.AUTO.word())
                    .mattersWhen(schedule(Shape.ONE_CYCLE, Shape.COSINE))
                    .describedAs("epochs over which one_cycle and cosine extend; trial: all epochs up to max_epochs; "
                            + "rung: from each rung of the search to the next, so that trials are compared at the end "
                            + "of a schedule; auto: rung in fine-tuning with weight_average 0, otherwise trial"),
            Setting.number("warmup_epochs")
                    .between(0, 1000)
                    .byDefault(0)
                    .describedAs("epochs in which the learning rate rises from 0 before the schedule begins"),
            Setting.integer("step_epochs")
                    .between(1, 10000)
                    .byDefault(10)
                    .mattersWhen(Condition.isNot("step_factor", 1.0))
                    .describedAs("epochs between two reductions of the learning rate, for step"),
            Setting.number("step_factor")
                    .between(0, 1)
                    .byDefault(0.1)
                    .mattersWhen(schedule(Shape.STEP))
                    .describedAs("factor by which each reduction multiplies the learning rate, for step"),
            Setting.number("schedule_floor")
                    .between(0, 1)
                    .byDefault(0)
                    .mattersWhen(schedule(Shape.COSINE, Shape.TRIANGULAR, Shape.WARM_RESTARTS))
                    .describedAs("lowest learning rate, as a share of learning_rate, for cosine, triangular and "
                            + "warm_restarts"),
            Setting.number("cycle_rise")
                    .between(0.01, 0.99)
                    .byDefault(0.3)
                    .mattersWhen(schedule(Shape.ONE_CYCLE))
                    .describedAs("share of the phase in which the learning rate rises, for one_cycle"),
            Setting.integer("cycle_epochs")
                    .between(1, 10000)
                    .byDefault(10)
                    .mattersWhen(schedule(Shape.TRIANGULAR, Shape.WARM_RESTARTS))
                    .describedAs("epochs per cycle for triangular; epochs of the first cycle for warm_restarts"),
            Setting.integer("cycle_factor")
                    .between(1, 10)
                    .byDefault(2)
                    .mattersWhen(schedule(Shape.WARM_RESTARTS))
                    .describedAs("length of each cycle as a multiple of the one before, for warm_restarts"));

    private static Condition schedule(Shape... shapes) {
        return Condition.is("schedule", Arrays.stream(shapes).map(Shape::word).toArray());
    }

    /**
     * Returns the epochs after which the schedule has come to an end.
     *
     * @param auto span of {@link Span#AUTO}
     * @param rungs epochs at which trials are compared, lowest first; the last one is the end of training
     */
    public List<Integer> ends(Span auto, List<Integer> rungs) {
        return STRETCHED.contains(shape) && (span == Span.AUTO ? auto : span) == Span.RUNG
                ? List.copyOf(rungs)
                : List.of(rungs.get(rungs.size() - 1));
    }

    ScheduleSettings withoutWarmUp() {
        return new ScheduleSettings(shape, span, 0, stepEpochs, stepFactor, floor, rise, cycleEpochs, cycleFactor);
    }

    static ScheduleSettings of(Settings settings) {
        return new ScheduleSettings(
                Shape.valueOf(settings.text("schedule").toUpperCase(Locale.ROOT)),
                Span.valueOf(settings.text("schedule_span").toUpperCase(Locale.ROOT)),
                settings.number("warmup_epochs"),
                settings.integer("step_epochs"),
                settings.number("step_factor"),
                settings.number("schedule_floor"),
                settings.number("cycle_rise"),
                settings.integer("cycle_epochs"),
                settings.integer("cycle_factor"));
    }
}
