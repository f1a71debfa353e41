package dev.sextant.common.study;

/** Where a run (one stretch of one trial on one executor) stands. */
public enum RunState {
    /** Handed to Spark; it has not reported yet. */
    DISPATCHED,
    /** An executor reported it. */
    RUNNING,
    /** Reached the epoch it was for, or its own early stop. */
    REACHED,
    /** Was asked to stop, and did, at the end of an epoch. */
    STOPPED,
    /** Could not go on. */
    FAILED,
    /** Was cut off: its executor or its coordinator died, or it was silent for too long. */
    LOST;

    /** Whether the run is over. */
    public boolean isOver() {
        return this != DISPATCHED && this != RUNNING;
    }
}
