package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.RunState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a scheduler told, and lets a test act on it. */
public class RecordingObserver implements StudyObserver {
    public final List<String> dispatches = new CopyOnWriteArrayList<>();
    public final List<String> notices = new CopyOnWriteArrayList<>();
    public final List<String> endings = new CopyOnWriteArrayList<>();
    public final List<RunReport.EpochDone> measured = new CopyOnWriteArrayList<>();
    /** Every epoch that was the study's best when it was measured. */
    final List<RunReport.EpochDone> improvements = new CopyOnWriteArrayList<>();

    public volatile Consumer<RunReport.EpochDone> onMeasured = report -> {};
    public volatile Consumer<StoredTrial> onEnded = trial -> {};
    public volatile StudyProgress latest;

    @Override
    public void dispatched(StoredTrial trial, int slot, String reason) {
        dispatches.add("trial " + trial.number() + " to epoch " + trial.targetEpoch() + ": " + reason);
    }

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        measured.add(report);
        if (best) {
            improvements.add(report);
        }
        onMeasured.accept(report);
    }

    @Override
    public void ended(StoredTrial trial, int slot, RunState run, String description) {
        endings.add("trial " + trial.number() + " " + trial.state() + ": " + description);
        onEnded.accept(trial);
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void progress(StudyProgress progress) {
        latest = progress;
    }
}
