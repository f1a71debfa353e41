package dev.sextant.common.study;

/** Where a study stands. */
public enum StudyState {
    /** Created; no coordinator has worked on it yet. */
    CREATED,
    /** A coordinator works on it. */
    RUNNING,
    /** Stopped before its budget was spent; can be resumed. */
    PAUSED,
    /** A limit of its budget was reached, or its space is exhausted; a larger budget lets it go on. */
    COMPLETED,
    /** Ended because nothing it tried would train; can be resumed once the cause is mended. */
    FAILED
}
