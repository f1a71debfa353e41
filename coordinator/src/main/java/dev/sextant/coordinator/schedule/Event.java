package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;

/** Event that the scheduler's thread waits for. */
sealed interface Event {
    /** A run reported. */
    record Reported(RunReport report) implements Event {}

    /** An executor works on something that belongs to no epoch; {@code done} of {@code total} parts are done. */
    record Working(String work, long done, long total) implements Event {}

    /** A run is over and its slot is free. */
    record RunEnded(RunKey key, int slot, JobOutcome outcome) implements Event {}

    /** A pause of the study was requested. */
    record StopRequested(String reason) implements Event {}
}
