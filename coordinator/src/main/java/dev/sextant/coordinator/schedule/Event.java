package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;

/** What the scheduler's thread waits for. */
sealed interface Event {
    /** A run reported. */
    record Reported(RunReport report) implements Event {}

    /** A run is over, and its slot free. */
    record RunEnded(RunKey key, int slot, JobOutcome outcome) implements Event {}

    /** Somebody asked for the study to pause. */
    record StopRequested(String reason) implements Event {}
}
