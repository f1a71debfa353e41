package dev.sextant.common.study;

/** The state of a trial. A finished trial never changes again. */
public enum TrialState {
    /** Waits for a run that starts from the first epoch. */
    PENDING,
    /** A run of the trial is under way. */
    RUNNING,
    /** Has a checkpoint from which it may be continued. */
    PAUSED,
    /** Reached the top rung, or ended by the trainer's early stopping. */
    COMPLETED,
    /** Stopped for good by a person. */
    STOPPED,
    /** Failed; see {@link FailureKind}. */
    FAILED;

    /** Returns whether the trial never changes again. */
    public boolean isFinished() {
        return this == COMPLETED || this == STOPPED || this == FAILED;
    }

    /** Returns whether a trial may change from this state to {@code next}. */
    public boolean canBecome(TrialState next) {
        return switch (this) {
            case PENDING, PAUSED -> next == RUNNING || next == STOPPED || next == FAILED;
            case RUNNING -> next != RUNNING;
            case COMPLETED, STOPPED, FAILED -> false;
        };
    }
}
