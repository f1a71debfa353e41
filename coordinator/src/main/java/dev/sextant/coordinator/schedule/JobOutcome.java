package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunResult;

/** Outcome of the job that carried a run. */
public sealed interface JobOutcome {
    /** The worker returned a result. */
    record Finished(RunResult result) implements JobOutcome {}

    /**
     * The job ended before its worker could return a result: its executor was lost, or it was canceled.
     *
     * @param reason why, for people
     */
    record Lost(String reason) implements JobOutcome {}
}
