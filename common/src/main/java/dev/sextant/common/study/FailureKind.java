package dev.sextant.common.study;

/** Why a trial failed. */
public enum FailureKind {
    /** The loss or the objective metric became NaN or infinite. Never tried again. */
    DIVERGED,
    /** The configuration needs more memory than the executor or its device has. Never tried again. */
    OUT_OF_MEMORY,
    /** The data cannot be used: nothing readable, a class with one image, ... Never tried again. */
    BAD_DATA,
    /** The trainer threw, exited with an error or reported something that makes no sense. Never tried again. */
    TRAINER_ERROR,
    /** Its runs were cut off, by a lost executor or by what is around them (a full disk), more often than a run is tried. */
    LOST
}
