package dev.sextant.common.run;

import java.io.Serializable;

/**
 * Identifies one attempt at one run of one trial. Every message of a run carries its key as a fencing token, so that
 * messages of an outdated attempt are rejected.
 *
 * @param studyId row id of the study
 * @param trial number of the trial in its study, from 1
 * @param run index of the run within its trial, from 1
 * @param attempt number of the attempt at that run, from 1
 */
public record RunKey(long studyId, int trial, int run, int attempt) implements Serializable {
    /** Returns the key of the next attempt at the same run. */
    public RunKey nextAttempt() {
        return new RunKey(studyId, trial, run, attempt + 1);
    }

    /** Returns the key of the first attempt at the trial's next run. */
    public RunKey nextRun() {
        return new RunKey(studyId, trial, run + 1, 1);
    }

    @Override
    public String toString() {
        return "trial " + trial + " run " + run + " attempt " + attempt;
    }
}
