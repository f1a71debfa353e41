package dev.sextant.sql.row;

/** What a decision row is about. */
public enum DecisionKind {
    /** A new trial was proposed and its first run dispatched. */
    START,
    /** A paused trial goes on to a higher epoch. */
    CONTINUE,
    /** A run that was cut off is tried again. */
    RETRY,
    /** A run ended: the trial is paused, completed, stopped or pending again. */
    END,
    /** A trial failed. */
    FAIL,
    /** The study changed its state. */
    STUDY
}
