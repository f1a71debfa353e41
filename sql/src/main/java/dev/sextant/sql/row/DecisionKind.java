package dev.sextant.sql.row;

/** Kind of a decision. */
public enum DecisionKind {
    /** A new trial was proposed and its first run dispatched. */
    START,
    /** A paused trial is continued to a higher epoch. */
    CONTINUE,
    /** A lost run is retried. */
    RETRY,
    /** A run ended: the trial is paused, completed, stopped or pending again. */
    END,
    /** A trial failed. */
    FAIL,
    /** The study changed its state. */
    STUDY
}
