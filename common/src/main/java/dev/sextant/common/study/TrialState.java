package dev.sextant.common.study;

/** Where a trial stands. A finished trial never changes again. */
public enum TrialState {
    /** Proposed; nothing trained that could be continued. */
    PENDING,
    /** A run of it is under way. */
    RUNNING,
    /** Has a checkpoint and may be continued. */
    PAUSED,
    /** Reached the top rung, or its own early stop. */
    COMPLETED,
    /** The search gave it up. */
    STOPPED,
    /** Could not go on; see {@link FailureKind}. */
    FAILED;

    /** Whether the trial never changes again. */
    public boolean isFinished() {
        return this == COMPLETED || this == STOPPED || this == FAILED;
    }

    /** Whether a trial in this state may go over to {@code next}. */
    public boolean canBecome(TrialState next) {
        return switch (this) {
            case PENDING, PAUSED -> next == RUNNING || next == STOPPED || next == FAILED;
            case RUNNING -> next != RUNNING;
            case COMPLETED, STOPPED, FAILED -> false;
        };
    }
}
