package dev.sextant.coordinator.search.forecast;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The best value of a trial so far, after some of its epochs; negated when the goal is to minimize, so that larger is better.
 * Immutable.
 *
 * @param row the trial's number less 1
 * @param epochs ascending; the last one is the number of epochs trained
 * @param values finite, never falling; one per epoch
 */
public record RunningBest(int row, List<Integer> epochs, List<Double> values) {
    /**
     * The best values of a trial. Empty for a failed trial and for one without a finite value.
     *
     * @param levels the epochs to include, ascending, the last one T. The number of epochs trained is always included; a
     *     trial that ended by its own early stop counts as trained for T epochs
     */
    public static Optional<RunningBest> of(Trial trial, Goal goal, List<Integer> levels) {
        if (trial.state() == TrialState.FAILED) {
            return Optional.empty();
        }
        int top = levels.get(levels.size() - 1);
        int epochsTrained = trial.state() == TrialState.COMPLETED
                ? top
                : Math.min(top, trial.curve().epochs());
        List<Integer> epochs = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (int epoch = 1; epoch <= epochsTrained; epoch++) {
            double value = epoch <= trial.curve().epochs() ? trial.curve().at(epoch) : Double.NaN;
            if (Double.isFinite(value)) {
                best = Math.max(best, goal.signed(value));
            }
            if (Double.isFinite(best) && (epoch == epochsTrained || levels.contains(epoch))) {
                epochs.add(epoch);
                values.add(best);
            }
        }
        return epochs.isEmpty() ? Optional.empty() : Optional.of(new RunningBest(trial.number() - 1, epochs, values));
    }

    /** Number of epochs trained. */
    public int epochsTrained() {
        return epochs.get(epochs.size() - 1);
    }

    /** The best value after all epochs trained. */
    double latest() {
        return values.get(values.size() - 1);
    }
}
