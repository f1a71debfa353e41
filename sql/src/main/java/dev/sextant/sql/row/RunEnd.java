package dev.sextant.sql.row;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import java.util.List;
import java.util.Optional;

/**
 * The end of a run and what becomes of its trial. Created by {@link #reached}, {@link #stopped}, {@link #failed}, {@link
 * #lost} and {@link #lostForGood}.
 *
 * @param runState REACHED, STOPPED, FAILED or LOST
 * @param trialState the trial's new state
 * @param failure why the trial failed; present if its new state is FAILED
 * @param checkpoints checkpoints that were not recorded with a measurement
 * @param error what went wrong, a sentence for people; empty if nothing did
 */
public record RunEnd(
        RunKey key,
        RunState runState,
        TrialState trialState,
        Optional<FailureKind> failure,
        List<Checkpoint> checkpoints,
        String error,
        Decision decision) {
    public RunEnd {
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * Returns the end of a run that reached its last epoch, or that its trainer ended early.
     *
     * @param trialState COMPLETED or PAUSED
     */
    public static RunEnd reached(RunKey key, TrialState trialState, List<Checkpoint> checkpoints, Decision decision) {
        return new RunEnd(key, RunState.REACHED, trialState, Optional.empty(), checkpoints, "", decision);
    }

    /**
     * Returns the end of a run that was told to stop.
     *
     * @param trialState PAUSED, or PENDING without a checkpoint
     */
    public static RunEnd stopped(RunKey key, TrialState trialState, List<Checkpoint> checkpoints, Decision decision) {
        return new RunEnd(key, RunState.STOPPED, trialState, Optional.empty(), checkpoints, "", decision);
    }

    /**
     * Returns this end with its trial STOPPED instead of PAUSED or PENDING.
     *
     * @param why the decision to stop the trial
     */
    public RunEnd stoppingTrial(Decision why) {
        return new RunEnd(key, runState, TrialState.STOPPED, failure, checkpoints, error, why);
    }

    /** Returns the end of a run that failed, and its trial with it. */
    public static RunEnd failed(RunKey key, FailureKind kind, String error, Decision decision) {
        return new RunEnd(key, RunState.FAILED, TrialState.FAILED, Optional.of(kind), List.of(), error, decision);
    }

    /**
     * Returns the end of a run that was lost and will be retried.
     *
     * @param trialState PAUSED, or PENDING without a checkpoint
     */
    public static RunEnd lost(RunKey key, TrialState trialState, String error, Decision decision) {
        return new RunEnd(key, RunState.LOST, trialState, Optional.empty(), List.of(), error, decision);
    }

    /** Returns the end of a run that was lost and will not be retried: its trial has failed. */
    public static RunEnd lostForGood(RunKey key, String error, Decision decision) {
        return new RunEnd(
                key, RunState.LOST, TrialState.FAILED, Optional.of(FailureKind.LOST), List.of(), error, decision);
    }
}
