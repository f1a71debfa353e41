package dev.sextant.common.study;

/** The state of a study. */
public enum StudyState {
    /** Created; no coordinator has worked on it yet. */
    CREATED,
    /** A coordinator works on it. */
    RUNNING,
    /** Stopped before it reached a limit of its budget; can be resumed. */
    PAUSED,
    /** Reached a limit of its budget or tried its whole space; can be resumed with a larger budget. */
    COMPLETED,
    /** Ended because its trials failed; can be resumed after the cause is fixed. */
    FAILED
}
