package dev.sextant.common.run;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trial with the data that a coordinator needs to continue it. Immutable.
 *
 * @param trial the trial itself, as the search knows it
 * @param seed the trial's own random seed
 * @param failure reason why the trial failed; present if its state is FAILED
 * @param latestRun key of the latest run and attempt
 * @param checkpoints complete checkpoints, newest first, at most {@link #CHECKPOINTS}
 */
public record StoredTrial(
        Trial trial, long seed, Optional<FailureKind> failure, RunKey latestRun, List<Checkpoint> checkpoints) {
    /** Number of checkpoints to resume from: the newest, and one to fall back on if its file is lost. */
    public static final int CHECKPOINTS = 2;

    public StoredTrial {
        checkpoints = List.copyOf(checkpoints);
    }

    public int number() {
        return trial.number();
    }

    public Configuration configuration() {
        return trial.configuration();
    }

    public TrialState state() {
        return trial.state();
    }

    public int targetEpoch() {
        return trial.targetEpoch();
    }

    public LearningCurve curve() {
        return trial.curve();
    }

    /** Returns the newest complete checkpoint. */
    public Optional<Checkpoint> checkpoint() {
        return checkpoints.stream().findFirst();
    }

    /** Returns the epoch of the newest checkpoint, 0 if there is none. */
    public int checkpointEpoch() {
        return checkpoint().map(Checkpoint::epoch).orElse(0);
    }

    /**
     * Whether the trial's latest run ended before its target epoch without a failure: the run was lost or stopped, and the
     * scheduler must finish it before the search proposes anything new.
     */
    public boolean isUnfinished() {
        return state() == TrialState.PENDING || (state() == TrialState.PAUSED && checkpointEpoch() < targetEpoch());
    }

    /**
     * Returns the trial as the search sees it: an unfinished one is PENDING, whatever its row says, and one that a person
     * stopped counts for its measured epochs.
     */
    public Trial asSeenBySearch() {
        return isUnfinished() ? trial.withState(TrialState.PENDING) : trial.asCounted();
    }

    /** Returns this trial running to {@code toEpoch} under a new run or attempt. */
    public StoredTrial dispatched(RunKey run, int toEpoch) {
        return new StoredTrial(
                trial.withState(TrialState.RUNNING).withTargetEpoch(toEpoch), seed, Optional.empty(), run, checkpoints);
    }

    /** Returns this trial after another epoch. */
    public StoredTrial measured(LearningCurve longer, double epochSeconds) {
        return new StoredTrial(trial.measured(longer, epochSeconds), seed, failure, latestRun, checkpoints);
    }

    /** Returns this trial with new checkpoints. Checkpoints of their epochs and later ones are superseded. */
    public StoredTrial saved(List<Checkpoint> written) {
        int lowest = written.stream().mapToInt(Checkpoint::epoch).min().orElse(Integer.MAX_VALUE);
        List<Checkpoint> newest = Stream.concat(
                        written.stream(), checkpoints.stream().filter(earlier -> earlier.epoch() < lowest))
                .sorted(Comparator.comparingInt(Checkpoint::epoch).reversed())
                .limit(CHECKPOINTS)
                .toList();
        return new StoredTrial(trial, seed, failure, latestRun, newest);
    }

    /** Returns this trial after the end of its run. */
    public StoredTrial ended(TrialState state, Optional<FailureKind> kind) {
        return new StoredTrial(trial.withState(state), seed, kind, latestRun, checkpoints);
    }
}
