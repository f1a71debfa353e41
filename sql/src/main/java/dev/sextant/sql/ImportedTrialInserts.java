package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.ImportedTrial;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Writes the trials of a study that is being imported, by the statements that write those of a study that is run. */
final class ImportedTrialInserts {
    private static final String BY = "import";

    /** Trials whose measurements are written by one statement. */
    private static final int BATCH = 500;

    private final Handle handle;
    private final StudySpec spec;
    private final StudyLock.LockedStudy study;
    private final StudyDelta delta;

    ImportedTrialInserts(Handle handle, long id, StudySpec spec, StudyDelta delta) {
        this.handle = handle;
        this.spec = spec;
        this.study = new StudyLock.LockedStudy(id, spec.name(), 0, StudyState.CREATED.name(), 0, 1, BY);
        this.delta = delta;
    }

    /** @param source where the trials come from, for people */
    void insert(List<ImportedTrial> trials, String source) {
        for (int from = 0; from < trials.size(); from += BATCH) {
            insertBatch(trials.subList(from, Math.min(trials.size(), from + BATCH)), from, source);
        }
    }

    private void insertBatch(List<ImportedTrial> trials, int before, String source) {
        RunInserts runs = new RunInserts(handle, study, Duration.ZERO, delta);
        List<RunKey> keys = new ArrayList<>();
        List<RunReport.EpochDone> reports = new ArrayList<>();
        for (ImportedTrial trial : trials) {
            int number = before + keys.size() + 1;
            Decision start =
                    new Decision(DecisionKind.START, BY, "imported from " + source + ", " + trial.place(), Map.of());
            RunKey key = runs.start(
                    number, trial.configuration(), 0, Math.max(1, trial.epochs().size()), 0, start);
            keys.add(key);
            for (int epoch = 1; epoch <= trial.epochs().size(); epoch++) {
                reports.add(new RunReport.EpochDone(
                        key, epoch, new TreeMap<>(trial.epochs().get(epoch - 1)), 0, List.of()));
            }
        }
        if (!reports.isEmpty()) {
            new MeasurementInserts(handle, study.id(), spec.objective(), delta).record(reports);
        }
        RunUpdates updates = new RunUpdates(handle, study.id(), delta);
        for (int i = 0; i < keys.size(); i++) {
            updates.end(end(keys.get(i), trials.get(i)), Duration.ZERO);
        }
    }

    private static RunEnd end(RunKey key, ImportedTrial trial) {
        if (trial.state() == TrialState.FAILED) {
            Decision decision = new Decision(DecisionKind.FAIL, BY, "failed: " + trial.error(), Map.of());
            return RunEnd.failed(key, FailureKind.TRAINER_ERROR, trial.error(), decision);
        }
        Decision decision = new Decision(
                DecisionKind.END,
                BY,
                trial.state() == TrialState.STOPPED ? "was stopped early" : "was completed",
                Map.of());
        return RunEnd.reached(key, trial.state(), List.of(), decision);
    }

    /** Makes the study COMPLETED. */
    void complete(int trials, String source) {
        handle.execute("UPDATE study SET state = ? WHERE id = ?", StudyState.COMPLETED.name(), study.id());
        delta.decidedOnStudy(
                Optional.of(StudyState.CREATED.name()),
                StudyState.COMPLETED.name(),
                "imported " + trials + " trials from " + source,
                Map.of());
    }
}
