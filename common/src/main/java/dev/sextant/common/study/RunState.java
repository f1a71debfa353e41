package dev.sextant.common.study;

/** The state of a run: the training of one trial on one executor over some epochs. */
public enum RunState {
    /** Submitted to Spark; has not reported yet. */
    DISPATCHED,
    /** Running on an executor, which has reported it. */
    RUNNING,
    /** Ended at its target epoch, or by the trainer's early stopping. */
    REACHED,
    /** Stopped on request at the end of an epoch. */
    STOPPED,
    /** Ended by a failure of the trial. */
    FAILED,
    /** Lost: its executor or its coordinator died, or it was silent for too long. */
    LOST;

    /** Returns whether the run is over. */
    public boolean isOver() {
        return this != DISPATCHED && this != RUNNING;
    }
}
