package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunResult;

/** How the job that carried a run ended. */
public sealed interface JobOutcome {
    /** The worker answered. */
    record Answered(RunResult result) implements JobOutcome {}

    /** The job ended before its worker could answer: a lost executor, a cancellation. */
    record CutOff(String why) implements JobOutcome {}
}
