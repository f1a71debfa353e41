package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.RunState;

/** Watches a study being run. Called on the scheduler's thread: must be quick and must not throw. */
public interface StudyObserver {
    /** A run is about to be dispatched; {@code reason} says why it was proposed or is retried. */
    void dispatched(StoredTrial trial, int slot, String reason);

    /** An epoch was measured for the first time; {@code best} if its value is the study's best so far. */
    void measured(RunReport.EpochDone report, boolean best);

    /** A run is over; {@code description} says why it ended in its state. */
    void ended(StoredTrial trial, int slot, RunState run, String description);

    /** An executor works on something that belongs to no epoch; {@code done} of {@code total} parts are done. */
    default void working(String work, long done, long total) {}

    /** There is a notice for users that concerns no single trial. */
    void notice(String message);

    /** Events were applied, or half a second has passed. */
    void progress(StudyProgress progress);
}
