package dev.sextant.coordinator.study;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a sweep told, and lets a test act on measurements. */
final class RecordingObserver implements StudyObserver {
    final List<String> dispatches = new CopyOnWriteArrayList<>();
    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<String> endings = new CopyOnWriteArrayList<>();
    final List<RunReport.EpochDone> measured = new CopyOnWriteArrayList<>();
    volatile Consumer<RunReport.EpochDone> onMeasured = report -> {};
    volatile Consumer<StoredTrial> onEnded = trial -> {};
    volatile StudyProgress latest;

    @Override
    public void dispatched(StoredTrial trial, int slot, String why) {
        dispatches.add("trial " + trial.number() + " to epoch " + trial.targetEpoch() + ": " + why);
    }

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        measured.add(report);
        onMeasured.accept(report);
    }

    @Override
    public void ended(StoredTrial trial, int slot, String what) {
        endings.add("trial " + trial.number() + " " + trial.state() + ": " + what);
        onEnded.accept(trial);
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void progress(StudyProgress status) {
        latest = status;
    }
}
