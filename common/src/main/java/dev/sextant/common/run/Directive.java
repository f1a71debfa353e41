package dev.sextant.common.run;

/** The coordinator's answer to a report. */
public enum Directive {
    /** Continue training. */
    CONTINUE,
    /** Save a checkpoint and end the run. */
    STOP,
    /** A newer attempt exists, or the trial is finished: end at once, save nothing. */
    ABANDON
}
