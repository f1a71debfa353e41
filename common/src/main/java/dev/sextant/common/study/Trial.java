package dev.sextant.common.study;

import dev.sextant.common.space.Configuration;

/**
 * One trial of a study: its configuration, its progress and its learning curve.
 *
 * @param number number of the trial in its study, from 1
 * @param targetEpoch epoch that the trial's latest run trains to, or trained to
 * @param proposedBy name of the search algorithm that proposed the trial
 * @param curve value of the objective after each epoch, and the margins of its constraints
 */
public record Trial(
        int number,
        Configuration configuration,
        TrialState state,
        int targetEpoch,
        String proposedBy,
        LearningCurve curve) {
    /** Whether a run of the trial is under way or due: its result is still to come. */
    public boolean isUnderWay() {
        return state == TrialState.RUNNING || state == TrialState.PENDING;
    }

    /** Returns this trial in another state. */
    public Trial withState(TrialState other) {
        return new Trial(number, configuration, other, targetEpoch, proposedBy, curve);
    }

    /** Returns this trial, training to another epoch. */
    public Trial withTargetEpoch(int other) {
        return new Trial(number, configuration, state, other, proposedBy, curve);
    }

    /** Returns this trial with another learning curve. */
    public Trial withCurve(LearningCurve other) {
        return new Trial(number, configuration, state, targetEpoch, proposedBy, other);
    }

    /** Returns this trial as it was after {@code epochs} epochs, in the given state. */
    public Trial asAfter(int epochs, TrialState then) {
        return new Trial(number, configuration, then, epochs, proposedBy, curve.upTo(epochs));
    }
}
