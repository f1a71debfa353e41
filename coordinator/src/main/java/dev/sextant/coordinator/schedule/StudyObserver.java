package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;

/** Watches a study being run. Called on the scheduler's thread: must be quick and must not throw. */
public interface StudyObserver {
    /** A run was handed to Spark; {@code why} is the reason of the proposal or the retry. */
    void dispatched(StoredTrial trial, int slot, String why);

    /** An epoch was measured, for the first time. */
    void measured(RunReport.EpochDone report, boolean best);

    /** A run is over; {@code what} says how it ended. */
    void ended(StoredTrial trial, int slot, String what);

    /** Something a person should know that belongs to no trial. */
    void notice(String message);

    /** The study moved on, or a second has passed. */
    void progress(StudyProgress status);
}
