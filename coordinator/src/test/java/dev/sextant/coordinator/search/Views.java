package dev.sextant.coordinator.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Study views for tests. */
public final class Views {
    public static final List<Integer> RUNGS = List.of(1, 3, 9, 27);

    private Views() {}

    /** Seven parameters, as in many a real study. */
    public static SearchSpace sevenParameters() {
        return new SearchSpace(List.of(
                new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                new ContinuousParameter("momentum", 0, 0.99, Scale.LINEAR, Optional.empty()),
                new ContinuousParameter("weight_decay", 1e-6, 1e-2, Scale.LOG, Optional.empty()),
                new ContinuousParameter("dropout", 0, 0.6, Scale.LINEAR, Optional.empty()),
                new IntegerParameter("layers", 1, 5, Scale.LINEAR, Optional.empty()),
                new IntegerParameter("batch_size", 16, 512, Scale.POWER_OF_TWO, Optional.empty()),
                new IntegerParameter("units", 64, 1024, Scale.LOG, Optional.empty())));
    }

    /** One parameter x in [0, 1]. */
    public static SearchSpace line() {
        return new SearchSpace(List.of(new ContinuousParameter("x", 0, 1, Scale.LINEAR, Optional.empty())));
    }

    /** {@code count} configurations of one parameter. */
    public static SearchSpace choices(int count) {
        List<Object> values = new ArrayList<>();
        for (long value = 0; value < count; value++) {
            values.add(value);
        }
        return new SearchSpace(List.of(new CategoricalParameter("choice", values, Optional.empty())));
    }

    public static StudyView empty(SearchSpace space, long seed) {
        return new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed, 4, Integer.MAX_VALUE, List.of(), List.of());
    }

    public static StudyView withMaxTrials(StudyView view, int maxTrials) {
        return new StudyView(
                view.space(),
                view.goal(),
                view.rungs(),
                view.reduction(),
                view.seed(),
                view.slots(),
                maxTrials,
                view.startWith(),
                view.trials());
    }

    public static StudyView withGoal(StudyView view, Goal goal) {
        return new StudyView(
                view.space(),
                goal,
                view.rungs(),
                view.reduction(),
                view.seed(),
                view.slots(),
                view.maxTrials(),
                view.startWith(),
                view.trials());
    }

    public static StudyView withStartWith(StudyView view, List<Configuration> startWith) {
        return new StudyView(
                view.space(),
                view.goal(),
                view.rungs(),
                view.reduction(),
                view.seed(),
                view.slots(),
                view.maxTrials(),
                startWith,
                view.trials());
    }

    public static Configuration x(double x) {
        return Configuration.of(Map.of("x", x));
    }

    /** A trial at {@code x = number / 1000} whose curve has these values. */
    public static Trial trial(int number, TrialState state, int targetEpoch, double... curve) {
        return new Trial(number, x(number / 1000.0), state, targetEpoch, "test", LearningCurve.of(curve));
    }

    /** A trial that is paused after one epoch with this value. */
    public static Trial paused(int number, double value) {
        return trial(number, TrialState.PAUSED, 1, value);
    }

    /** A trial that is paused after so many epochs, of this value each, and keeps a constraint by these margins. */
    public static Trial pausedWithMargins(int number, double value, double... margins) {
        return new Trial(
                number,
                x(number / 1000.0),
                TrialState.PAUSED,
                margins.length,
                "test",
                LearningCurve.of(Arrays.stream(margins)
                        .mapToObj(margin -> new EpochValue(value, List.of(margin)))
                        .toList()));
    }

    /**
     * A large study of successive halving: random values, somewhat more than the top third of each rung promoted, so that
     * the next trial is a new one; the last ones running.
     *
     * @param paused whether trials below the top rung are paused; stopped otherwise
     */
    public static StudyView withTrials(SearchSpace space, int count, int running, boolean paused) {
        SplittableRandom random = new SplittableRandom(count);
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            double value = random.nextDouble();
            boolean runs = number > count - running;
            int epochs = runs ? 0 : value > 0.95 ? 27 : value > 0.87 ? 9 : value > 0.65 ? 3 : 1;
            double[] curve = new double[epochs];
            Arrays.fill(curve, value);
            TrialState lower = paused ? TrialState.PAUSED : TrialState.STOPPED;
            TrialState state = epochs == 27 ? TrialState.COMPLETED : lower;
            trials.add(new Trial(
                    number,
                    space.at(random.doubles(space.dimensions()).toArray()),
                    runs ? TrialState.RUNNING : state,
                    runs ? 27 : epochs,
                    "test",
                    LearningCurve.of(curve)));
        }
        return new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, count, running, Integer.MAX_VALUE, List.of(), trials);
    }
}
