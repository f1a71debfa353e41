package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.RunState;

/** Two observers that watch the same study, called in this order. */
public record ObserverPair(StudyObserver first, StudyObserver second) implements StudyObserver {
    @Override
    public void dispatched(StoredTrial trial, int slot, String reason) {
        first.dispatched(trial, slot, reason);
        second.dispatched(trial, slot, reason);
    }

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        first.measured(report, best);
        second.measured(report, best);
    }

    @Override
    public void ended(StoredTrial trial, int slot, RunState run, String description) {
        first.ended(trial, slot, run, description);
        second.ended(trial, slot, run, description);
    }

    @Override
    public void working(String work, long done, long total) {
        first.working(work, done, total);
        second.working(work, done, total);
    }

    @Override
    public void notice(String message) {
        first.notice(message);
        second.notice(message);
    }

    @Override
    public void progress(StudyProgress progress) {
        first.progress(progress);
        second.progress(progress);
    }
}
