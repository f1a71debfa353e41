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
 * What trials would come to, were they trained to the top: their best value by then, as tables show it, provided that they
 * do not fail. A function of the view alone: the same rows give the same answers. Not safe for use by several threads.
 */
public final class CurveExtrapolation {
    /** How probable it is that a trial's final value lies in its band. */
    public static final double CONFIDENCE = 0.9;
    /** Of fewer trials at the top nothing is concluded. */
    public static final int FEWEST_AT_TOP = 2;

    private static final int FEWEST_GAINS = 5;
    /** Studies with fewer rungs are looked at after T, T/3, T/9 ... epochs instead. */
    private static final int FEWEST_RUNGS = 3;

    private static final double SPACING = 3;

    private final StudyView view;
    private final List<Integer> levels;
    private final int atTop;
    private final Optional<GainModel> model;

    /**
     * What is expected of a trial.
     *
     * @param epochs T
     * @param value its best value by then: as likely too good as not good enough
     * @param low the smaller end of the band that it lies in with {@link #CONFIDENCE}
     * @param high the larger end
     */
    public record Expected(int epochs, double value, double low, double high) {}

    /** Learns from a study; from no more of a large one than the search does. */
    public CurveExtrapolation(StudyView view) {
        this.view = view;
        levels = levels(view);
        List<RunningBest> trials = new ArrayList<>();
        view.trials()
                .forEach(trial -> RunningBest.of(trial, view.goal(), levels).ifPresent(trials::add));
        atTop = (int) trials.stream()
                .filter(trial -> trial.trained() == view.maxEpochs())
                .count();
        List<Gain> gains = Gain.of(trials);
        model = atTop < FEWEST_AT_TOP || gains.size() < FEWEST_GAINS
                ? Optional.empty()
                : Optional.of(learned(view, trials, gains));
    }

    private static List<Integer> levels(StudyView view) {
        TreeSet<Integer> levels = new TreeSet<>(view.rungs());
        if (levels.size() < FEWEST_RUNGS) {
            for (double epochs = view.maxEpochs(); epochs >= 1; epochs /= SPACING) {
                levels.add((int) Math.round(epochs));
            }
        }
        return List.copyOf(levels);
    }

    private static GainModel learned(StudyView view, List<RunningBest> trials, List<Gain> gains) {
        TrialPoints points = new TrialPoints();
        points.follow(view);
        ValueScale scale = new ValueScale(trials.stream()
                .flatMap(trial -> trial.values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
        int size = view.trials().size();
        return GainModel.learn(
                new GainFeatures(points, scale, view.maxEpochs()),
                Gain.chosen(gains, ModelLimits.points(size, 0), view.seed()),
                Gain.chosen(gains, ModelLimits.pointsOfAFit(size), view.seed()));
    }

    /** T, the epochs of a full training. */
    public int epochs() {
        return view.maxEpochs();
    }

    /** Whether enough is known of full trainings to expect anything of others. */
    public boolean arePredictable() {
        return model.isPresent();
    }

    /** How many trials were trained to the top, or ended by their own early stop. */
    public int atTop() {
        return atTop;
    }

    /** Whether a trial could yet come to more than it has: it neither failed nor was trained to the top. */
    public static boolean isOpen(TrialState state) {
        return state != TrialState.COMPLETED && state != TrialState.FAILED;
    }

    /**
     * What is expected of a trial. Empty for a trial that has no value yet or is trained to the top, for one that was
     * started after the view was taken, and for all trials unless {@link #arePredictable}.
     *
     * @param trial its number, from 1
     */
    public Optional<Expected> of(int trial) {
        if (trial > view.trials().size()) {
            return Optional.empty();
        }
        Trial asked = view.trials().get(trial - 1);
        if (!isOpen(asked.state())) {
            return Optional.empty();
        }
        return RunningBest.of(asked, view.goal(), levels)
                .filter(best -> best.trained() < view.maxEpochs())
                .flatMap(best -> model.map(learned -> expected(learned.atTop(best))));
    }

    private Expected expected(GainModel.Band band) {
        return view.goal() == Goal.MAXIMIZE
                ? new Expected(view.maxEpochs(), band.middle(), band.low(), band.high())
                : new Expected(view.maxEpochs(), -band.middle(), -band.high(), -band.low());
    }
}
