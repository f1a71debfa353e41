package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;

/** Listener for runs under way. Called by any thread; answers from memory and never blocks. */
public interface RunListener {
    /** Receives a report of a run and returns what the run must do next. */
    Directive report(RunReport report);

    /** Notes how far an executor has come with work that takes long and belongs to no epoch, such as computing features. */
    void working(String work, long done, long total);

    /** Notes that a run is over and its slot free. Called once for each dispatched run, however it ended. */
    void ended(RunKey key, int slot, JobOutcome outcome);
}
