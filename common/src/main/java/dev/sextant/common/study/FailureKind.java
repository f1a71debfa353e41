package dev.sextant.common.study;

/** The reason why a trial failed. Only runs that were lost are retried. */
public enum FailureKind {
    /** The loss or the objective metric became NaN or infinite. */
    DIVERGED,
    /** The configuration needs more memory than the executor or its device has. */
    OUT_OF_MEMORY,
    /** The data cannot be used, for example because no image is readable or a class has only one. */
    BAD_DATA,
    /** The trainer threw an exception, exited with an error or reported something invalid. */
    TRAINER_ERROR,
    /** All tries of a run were lost, because of lost executors or their environment (a full disk, for example). */
    LOST
}
