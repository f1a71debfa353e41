package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.StudySnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads everything that a coordinator must know about a study. */
final class SnapshotReader {
    private final Handle handle;
    private final long study;
    private final SearchSpace space;
    private final Objective objective;

    SnapshotReader(Handle handle, long study, StudySpec spec) {
        this.handle = handle;
        this.study = study;
        this.space = spec.space();
        this.objective = spec.objective();
    }

    StudySnapshot load() {
        Map<Integer, MeasuredCurve> curves = curves();
        Map<Integer, List<Checkpoint>> checkpoints = checkpoints();
        List<StoredTrial> trials = handle.createQuery(
                        """
                        SELECT trial, state, failure, params, seed, proposed_by, run, attempt, target_epoch
                        FROM trial WHERE study_id = :study ORDER BY trial""")
                .bind("study", study)
                .map((row, context) -> trial(row, curves, checkpoints))
                .list();
        return handle.createQuery("SELECT epochs, device_seconds, wall_seconds FROM study WHERE id = :study")
                .bind("study", study)
                .map((row, context) ->
                        new StudySnapshot(trials, row.getLong(1), seconds(row.getDouble(2)), seconds(row.getDouble(3))))
                .one();
    }

    private StoredTrial trial(
            ResultSet row, Map<Integer, MeasuredCurve> curves, Map<Integer, List<Checkpoint>> checkpoints)
            throws SQLException {
        int number = row.getInt("trial");
        MeasuredCurve measured = curves.getOrDefault(number, new MeasuredCurve());
        LearningCurve curve = LearningCurve.of(measured.values);
        List<Checkpoint> usable = usable(checkpoints.getOrDefault(number, List.of()), curve.epochs());
        return new StoredTrial(
                new Trial(
                        number,
                        SpecJson.readConfiguration(row.getString("params"), space),
                        TrialState.valueOf(row.getString("state")),
                        row.getInt("target_epoch"),
                        row.getString("proposed_by"),
                        curve,
                        measured.seconds),
                row.getLong("seed"),
                Optional.ofNullable(row.getString("failure")).map(FailureKind::valueOf),
                new RunKey(study, number, row.getInt("run"), row.getInt("attempt")),
                usable);
    }

    /**
     * Leaves out checkpoints beyond what was measured, which would leave a gap in the curve, and those of earlier attempts
     * after the epoch that a later attempt had to go back to.
     *
     * @param saved checkpoints of one trial: latest attempts first, within an attempt latest epochs first
     */
    private static List<Checkpoint> usable(List<Checkpoint> saved, int measured) {
        List<Checkpoint> usable = new ArrayList<>();
        int before = measured + 1;
        for (Checkpoint checkpoint : saved) {
            if (checkpoint.epoch() < before && usable.size() < StoredTrial.CHECKPOINTS) {
                usable.add(checkpoint);
                before = checkpoint.epoch();
            }
        }
        return usable;
    }

    /** The measurements of one trial. */
    private static final class MeasuredCurve {
        private final List<EpochValue> values = new ArrayList<>();
        private double seconds;

        /** Adds an epoch unless it would leave a gap. */
        void add(int epoch, EpochValue value, double epochSeconds) {
            if (epoch == values.size() + 1) {
                values.add(value);
                seconds += epochSeconds;
            }
        }
    }

    private Map<Integer, MeasuredCurve> curves() {
        Map<EpochOfTrial, Map<String, Double>> constrained = constrainedMetrics();
        Map<Integer, MeasuredCurve> curves = new HashMap<>();
        handle.createQuery(
                        "SELECT trial, epoch, value, seconds FROM epoch WHERE study_id = :study ORDER BY trial, epoch")
                .bind("study", study)
                .map((row, context) -> {
                    EpochOfTrial at = new EpochOfTrial(row.getInt(1), row.getInt(2));
                    EpochValue value = objective.valueOf(row.getDouble(3), constrained.getOrDefault(at, Map.of()));
                    curves.computeIfAbsent(at.trial(), trial -> new MeasuredCurve())
                            .add(at.epoch(), value, row.getDouble(4));
                    return at;
                })
                .forEach(read -> {});
        return curves;
    }

    private record EpochOfTrial(int trial, int epoch) {}

    private Map<EpochOfTrial, Map<String, Double>> constrainedMetrics() {
        Map<EpochOfTrial, Map<String, Double>> metrics = new HashMap<>();
        if (objective.constraints().isEmpty()) {
            return metrics;
        }
        handle.createQuery(
                        """
                        SELECT trial, epoch, metric, value FROM measurement
                        WHERE study_id = :study AND metric = ANY(:metrics)""")
                .bind("study", study)
                .bindArray(
                        "metrics",
                        String.class,
                        objective.constraints().stream()
                                .map(Objective.Constraint::metric)
                                .toList())
                .map((row, context) -> metrics.computeIfAbsent(
                                new EpochOfTrial(row.getInt(1), row.getInt(2)), at -> new HashMap<>())
                        .put(row.getString(3), row.getDouble(4)))
                .forEach(before -> {});
        return metrics;
    }

    /** Returns the checkpoints by trial: latest attempts first, within an attempt latest epochs first. */
    private Map<Integer, List<Checkpoint>> checkpoints() {
        Map<Integer, List<Checkpoint>> checkpoints = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT trial, epoch, uri, sha256, bytes FROM checkpoint
                        WHERE study_id = :study ORDER BY trial, run DESC, attempt DESC, epoch DESC""")
                .bind("study", study)
                .map((row, context) -> checkpoints
                        .computeIfAbsent(row.getInt(1), trial -> new ArrayList<>())
                        .add(new Checkpoint(row.getInt(2), row.getString(3), row.getString(4), row.getLong(5))))
                .forEach(appended -> {});
        return checkpoints;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
