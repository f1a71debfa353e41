package dev.sextant.coordinator.search.forecast;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a trial's best value was after some of its epochs, negated when the goal is to minimise: larger is better. Immutable.
 *
 * @param row the trial's number less 1
 * @param epochs ascending; the last one is where the trial stands
 * @param values of the same length, finite, never falling
 */
public record RunningBest(int row, List<Integer> epochs, List<Double> values) {
    /**
     * Empty for a failed trial and for one without a finite value.
     *
     * @param levels the epochs to look at, ascending, the last one T; where the trial stands counts besides. A trial that
     *     ended by its own early stop stands at T
     */
    public static Optional<RunningBest> of(Trial trial, Goal goal, List<Integer> levels) {
        if (trial.state() == TrialState.FAILED) {
            return Optional.empty();
        }
        int top = levels.get(levels.size() - 1);
        int stands = trial.state() == TrialState.COMPLETED
                ? top
                : Math.min(top, trial.curve().epochs());
        List<Integer> epochs = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (int epoch = 1; epoch <= stands; epoch++) {
            double value = epoch <= trial.curve().epochs() ? trial.curve().at(epoch) : Double.NaN;
            if (Double.isFinite(value)) {
                best = Math.max(best, goal.signed(value));
            }
            if (Double.isFinite(best) && (epoch == stands || levels.contains(epoch))) {
                epochs.add(epoch);
                values.add(best);
            }
        }
        return epochs.isEmpty() ? Optional.empty() : Optional.of(new RunningBest(trial.number() - 1, epochs, values));
    }

    /** Epochs that the trial was trained. */
    public int trained() {
        return epochs.get(epochs.size() - 1);
    }

    double now() {
        return values.get(values.size() - 1);
    }
}
