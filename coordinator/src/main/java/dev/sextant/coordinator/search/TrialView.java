package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.TrialState;

/**
 * What a search may know of a trial.
 *
 * @param number from 1
 * @param targetEpoch the epoch that its latest run is or was for
 * @param proposedBy name of the algorithm that proposed it
 * @param curve the objective metric after each epoch, and the margins of its constraints
 */
public record TrialView(
        int number,
        Configuration configuration,
        TrialState state,
        int targetEpoch,
        String proposedBy,
        LearningCurve curve) {
    boolean isUnderWay() {
        return state == TrialState.RUNNING || state == TrialState.PENDING;
    }

    /** The same trial, as if it had been trained so far and no further, and was in that state since. */
    TrialView asAfter(int epochs, TrialState then) {
        return new TrialView(number, configuration, then, epochs, proposedBy, curve.upTo(epochs));
    }

    /** The same trial, as if it had measured something else. */
    TrialView withCurve(LearningCurve other) {
        return new TrialView(number, configuration, state, targetEpoch, proposedBy, other);
    }
}
