package dev.sextant.coordinator.search;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.forecast.Gain;
import dev.sextant.coordinator.search.forecast.GainFeatures;
import dev.sextant.coordinator.search.forecast.GainModel;
import dev.sextant.coordinator.search.forecast.RunningBest;
import dev.sextant.coordinator.search.forecast.ValueScale;
import dev.sextant.coordinator.search.model.ModelLimits;
import dev.sextant.coordinator.search.model.TrialPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Learning-curve extrapolation: the best value that each trial below the top rung would reach if it were trained to the top
 * and did not fail. A function of the view alone. Not thread-safe.
 */
public final class CurveExtrapolation {
    /** Probability that a trial's final value lies in its prediction interval. */
    public static final double CONFIDENCE = 0.9;
    /** Smallest number of trials at the top rung from which values are predicted. */
    public static final int FEWEST_AT_TOP = 2;

    private static final int FEWEST_GAINS = 5;
    /** Studies with fewer rungs are compared after T, T/3, T/9, ... epochs, too. */
    private static final int FEWEST_RUNGS = 3;

    private static final double LEVEL_SPACING = 3;

    private final StudyView view;
    private final List<Integer> levels;
    private final int atTop;
    private final Optional<GainModel> model;

    /**
     * The predicted final value of a trial.
     *
     * @param epochs T, the epochs of a full training
     * @param value predicted best value after T epochs: the median of its distribution
     * @param low smaller end of the prediction interval, which holds the value with probability {@link #CONFIDENCE}
     * @param high larger end
     */
    public record Expected(int epochs, double value, double low, double high) {}

    /** Learns from a study; a large study is sampled. */
    public CurveExtrapolation(StudyView view) {
        this.view = view;
        levels = levels(view);
        List<RunningBest> trials = new ArrayList<>();
        view.trials()
                .forEach(trial -> RunningBest.of(trial, view.goal(), levels).ifPresent(trials::add));
        atTop = (int) trials.stream()
                .filter(trial -> trial.epochsTrained() == view.maxEpochs())
                .count();
        List<Gain> gains = Gain.allOf(trials);
        model = atTop < FEWEST_AT_TOP || gains.size() < FEWEST_GAINS
                ? Optional.empty()
                : Optional.of(learn(view, trials, gains));
    }

    private static List<Integer> levels(StudyView view) {
        TreeSet<Integer> levels = new TreeSet<>(view.rungs());
        if (levels.size() < FEWEST_RUNGS) {
            for (double epochs = view.maxEpochs(); epochs >= 1; epochs /= LEVEL_SPACING) {
                levels.add((int) Math.round(epochs));
            }
        }
        return List.copyOf(levels);
    }

    private static GainModel learn(StudyView view, List<RunningBest> trials, List<Gain> gains) {
        TrialPoints points = new TrialPoints();
        points.follow(view);
        ValueScale scale = new ValueScale(trials.stream()
                .flatMap(trial -> trial.values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
        int size = view.trials().size();
        return GainModel.learn(
                new GainFeatures(points, scale, view.maxEpochs()),
                Gain.select(gains, ModelLimits.points(size, 0), view.seed()),
                Gain.select(gains, ModelLimits.fitPoints(size), view.seed()));
    }

    /** T, the epochs of a full training. */
    public int epochs() {
        return view.maxEpochs();
    }

    /** Whether there are enough full trainings to predict others. */
    public boolean arePredictable() {
        return model.isPresent();
    }

    /** Number of trials that were trained to the top or ended by their own early stop. */
    public int atTop() {
        return atTop;
    }

    /** Whether a trial in this state could improve by more training: it neither failed nor completed. */
    public static boolean isOpen(TrialState state) {
        return state != TrialState.COMPLETED && state != TrialState.FAILED;
    }

    /**
     * The prediction for a trial. Empty for a trial without a value, for one trained to the top, for one started after the
     * view was taken, and for all trials unless {@link #arePredictable}.
     *
     * @param trial number of the trial, from 1
     */
    public Optional<Expected> of(int trial) {
        if (trial > view.trials().size()) {
            return Optional.empty();
        }
        Trial requested = view.trials().get(trial - 1);
        if (!isOpen(requested.state())) {
            return Optional.empty();
        }
        return RunningBest.of(requested, view.goal(), levels)
                .filter(best -> best.epochsTrained() < view.maxEpochs())
                .flatMap(best -> model.map(learned -> expected(learned.atTop(best))));
    }

    private Expected expected(GainModel.Interval interval) {
        return view.goal() == Goal.MAXIMIZE
                ? new Expected(view.maxEpochs(), interval.middle(), interval.low(), interval.high())
                : new Expected(view.maxEpochs(), -interval.middle(), -interval.high(), -interval.low());
    }
}
