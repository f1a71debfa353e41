package dev.sextant.common.study;

import dev.sextant.common.space.Configuration;
import java.util.OptionalDouble;

/**
 * One trial of a study: its configuration, its progress and its learning curve.
 *
 * @param number number of the trial in its study, from 1
 * @param targetEpoch epoch that the trial's latest run trains to, or trained to
 * @param proposedBy name of the search algorithm that proposed the trial
 * @param curve value of the objective after each epoch, and the margins of its constraints
 * @param seconds duration of the epochs of the curve in sum, in seconds; 0 if it is not known
 */
public record Trial(
        int number,
        Configuration configuration,
        TrialState state,
        int targetEpoch,
        String proposedBy,
        LearningCurve curve,
        double seconds) {
    /** Creates a trial whose epochs took an unknown time. */
    public Trial(
            int number,
            Configuration configuration,
            TrialState state,
            int targetEpoch,
            String proposedBy,
            LearningCurve curve) {
        this(number, configuration, state, targetEpoch, proposedBy, curve, 0);
    }

    /** Returns the mean duration of an epoch in seconds; empty if it is not known. */
    public OptionalDouble secondsPerEpoch() {
        return seconds > 0 && curve.epochs() > 0 ? OptionalDouble.of(seconds / curve.epochs()) : OptionalDouble.empty();
    }

    /** Whether a run of the trial is under way or due: its result is still to come. */
    public boolean isUnderWay() {
        return state == TrialState.RUNNING || state == TrialState.PENDING;
    }

    /** Returns this trial in another state. */
    public Trial withState(TrialState other) {
        return new Trial(number, configuration, other, targetEpoch, proposedBy, curve, seconds);
    }

    /** Returns this trial, training to another epoch. */
    public Trial withTargetEpoch(int other) {
        return new Trial(number, configuration, state, other, proposedBy, curve, seconds);
    }

    /**
     * Returns this trial as the search counts it. A trial that a person stopped counts for the epochs that were measured, as if
     * it had been asked for no more: unlike a trial that ended by itself, it says nothing about later ones.
     */
    public Trial asCounted() {
        return state == TrialState.STOPPED ? withTargetEpoch(curve.epochs()) : this;
    }

    /** Returns this trial after another epoch. */
    public Trial measured(LearningCurve longer, double epochSeconds) {
        return new Trial(number, configuration, state, targetEpoch, proposedBy, longer, seconds + epochSeconds);
    }

    /** Returns this trial with another learning curve. */
    public Trial withCurve(LearningCurve other) {
        return new Trial(number, configuration, state, targetEpoch, proposedBy, other, seconds);
    }

    /** Returns this trial as it was after {@code epochs} epochs, in the given state. */
    public Trial asAfter(int epochs, TrialState then) {
        LearningCurve shorter = curve.upTo(epochs);
        double share = curve.epochs() == 0 ? 0 : (double) shorter.epochs() / curve.epochs();
        return new Trial(number, configuration, then, epochs, proposedBy, shorter, seconds * share);
    }
}
