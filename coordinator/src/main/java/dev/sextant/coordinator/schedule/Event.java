package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;

/** What the scheduler's thread waits for. */
sealed interface Event {
    /** A run reported. */
    record Reported(RunReport report) implements Event {}

    /** A run is over, and its slot free. */
    record Over(RunKey key, int slot, Ending ending) implements Event {}

    /** Somebody wants the study to pause. */
    record StopAsked(String why) implements Event {}

    /** How a run's Spark job ended. */
    sealed interface Ending {
        /** The worker answered. */
        record Answered(RunResult result) implements Ending {}

        /** The job was cut off before its worker could answer: a lost executor, a cancellation. */
        record CutOff(String why) implements Ending {}
    }
}
