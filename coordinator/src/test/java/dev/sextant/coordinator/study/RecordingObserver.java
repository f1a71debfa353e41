package dev.sextant.coordinator.study;

import dev.sextant.common.run.RunReport;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyStatus;
import dev.sextant.sql.TrialRow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a sweep told, and lets a test act on measurements. */
final class RecordingObserver implements StudyObserver {
    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<String> endings = new CopyOnWriteArrayList<>();
    final List<RunReport.EpochDone> measured = new CopyOnWriteArrayList<>();
    volatile Consumer<RunReport.EpochDone> onMeasured = report -> {};
    volatile Consumer<TrialRow> onEnded = trial -> {};
    volatile StudyStatus latest;

    @Override
    public void dispatched(TrialRow trial, int slot, String why) {}

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        measured.add(report);
        onMeasured.accept(report);
    }

    @Override
    public void ended(TrialRow trial, int slot, String what) {
        endings.add("trial " + trial.number() + " " + trial.state() + ": " + what);
        onEnded.accept(trial);
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void progress(StudyStatus status) {
        latest = status;
    }
}
