package dev.sextant.common.run;

import java.io.Serializable;

/**
 * Which try at which run of which trial: the fencing token of everything a run says.
 *
 * @param studyId the study's row id
 * @param trial the trial's number in its study, from 1
 * @param run the how-many-th stretch of the trial, from 1
 * @param attempt the how-many-th try at that stretch, from 1
 */
public record RunKey(long studyId, int trial, int run, int attempt) implements Serializable {
    /** The next try at the same run. */
    public RunKey nextAttempt() {
        return new RunKey(studyId, trial, run, attempt + 1);
    }

    /** The first try at the trial's next stretch. */
    public RunKey nextRun() {
        return new RunKey(studyId, trial, run + 1, 1);
    }

    @Override
    public String toString() {
        return "trial " + trial + " run " + run + " attempt " + attempt;
    }
}
