package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.Objective;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Writes the epochs of many runs at once, with their metrics and checkpoints. */
final class MeasurementInserts {
    /**
     * Writes all reports in one statement, so that the fence is evaluated together with the inserts. NaN and infinities are
     * stored, but are never the best: PostgreSQL sorts NaN above Infinity. Of equal values the earliest epoch is the best.
     */
    private static final String RECORD =
            """
            WITH
            -- 1 if larger is better, -1 if smaller is better
            objective AS (
                SELECT CASE goal WHEN 'maximize' THEN 1 ELSE -1 END AS sign FROM study WHERE id = :study),
            reported AS (
                SELECT r.*, CASE WHEN r.value > '-Infinity' AND r.value < 'Infinity' THEN r.value END AS finite
                FROM unnest(:trials, :epochs, :runs, :attempts, :values, :feasible, :seconds, :shared)
                     AS r (trial, epoch, run, attempt, value, feasible, seconds, shared)),
            -- the fence: only reports of the latest run and attempt of a trial are new, and only epochs not yet recorded
            new_epoch AS (
                INSERT INTO epoch (study_id, trial, epoch, run, attempt, value, feasible, best, seconds, shared_seconds)
                SELECT :study, r.trial, r.epoch, r.run, r.attempt, r.value, r.feasible,
                       CASE o.sign
                           WHEN 1 THEN greatest(t.best_value, max(r.finite) OVER up_to_here)
                           ELSE least(t.best_value, min(r.finite) OVER up_to_here)
                       END,
                       r.seconds, r.shared
                FROM reported r
                CROSS JOIN objective o
                JOIN trial t ON t.study_id = :study AND t.trial = r.trial AND t.run = r.run AND t.attempt = r.attempt
                WHERE NOT EXISTS (SELECT FROM epoch e
                                  WHERE e.study_id = :study AND e.trial = r.trial AND e.epoch = r.epoch)
                WINDOW up_to_here AS (PARTITION BY r.trial ORDER BY r.epoch)
                ON CONFLICT DO NOTHING
                RETURNING trial, epoch, run, attempt, value, feasible, seconds, shared_seconds),
            new_measurement AS (
                INSERT INTO measurement (study_id, trial, epoch, metric, value)
                SELECT :study, m.trial, m.epoch, m.metric, m.value
                FROM unnest(:metricTrials, :metricEpochs, :metrics, :metricValues)
                     AS m (trial, epoch, metric, value)
                JOIN new_epoch n ON n.trial = m.trial AND n.epoch = m.epoch),
            progress AS (
                SELECT trial, max(epoch) AS epoch, sum(seconds) AS seconds FROM new_epoch GROUP BY trial),
            shared AS (
                UPDATE run r
                SET shared_seconds = r.shared_seconds + n.seconds * r.devices
                FROM (SELECT trial, run, attempt, sum(shared_seconds) AS seconds FROM new_epoch
                      GROUP BY trial, run, attempt HAVING sum(shared_seconds) > 0) n
                WHERE r.study_id = :study AND r.trial = n.trial AND r.run = n.run AND r.attempt = n.attempt
                RETURNING n.seconds * r.devices AS seconds),
            -- new epochs with a finite value, with the sign that makes larger better
            candidate AS (
                SELECT n.trial, n.epoch, n.value, n.feasible, o.sign * n.value AS merit, o.sign
                FROM new_epoch n CROSS JOIN objective o
                WHERE n.value > '-Infinity' AND n.value < 'Infinity'),
            -- per trial, the best candidate that beats the best value so far; materialized, because the update would
            -- otherwise evaluate it once per trial
            new_best AS MATERIALIZED (
                SELECT DISTINCT ON (c.trial) c.trial, c.epoch, c.value
                FROM candidate c
                JOIN trial t ON t.study_id = :study AND t.trial = c.trial
                WHERE t.best_value IS NULL OR c.merit > c.sign * t.best_value
                ORDER BY c.trial, c.merit DESC, c.epoch),
            -- the same among the epochs after which all constraints held
            new_feasible AS MATERIALIZED (
                SELECT DISTINCT ON (c.trial) c.trial, c.epoch, c.value, c.merit
                FROM candidate c
                JOIN trial t ON t.study_id = :study AND t.trial = c.trial
                WHERE c.feasible AND (t.merit IS NULL OR c.merit > t.merit)
                ORDER BY c.trial, c.merit DESC, c.epoch),
            updated AS (
                UPDATE trial t
                SET epoch = greatest(t.epoch, p.epoch),
                    epoch_seconds = t.epoch_seconds + p.seconds,
                    best_value = coalesce(b.value, t.best_value),
                    best_epoch = coalesce(b.epoch, t.best_epoch),
                    feasible_value = coalesce(f.value, t.feasible_value),
                    feasible_epoch = coalesce(f.epoch, t.feasible_epoch),
                    merit = coalesce(f.merit, t.merit),
                    updated_at = now()
                FROM progress p
                LEFT JOIN new_best b ON b.trial = p.trial
                LEFT JOIN new_feasible f ON f.trial = p.trial
                WHERE t.study_id = :study AND t.trial = p.trial)
            SELECT count(*), (SELECT coalesce(sum(seconds), 0) FROM shared) FROM new_epoch""";

    private final Handle handle;
    private final long study;
    private final Objective objective;
    private final StudyDelta delta;

    MeasurementInserts(Handle handle, long study, Objective objective, StudyDelta delta) {
        this.handle = handle;
        this.study = study;
        this.objective = objective;
        this.delta = delta;
    }

    int record(List<RunReport.EpochDone> reports) {
        Collection<RunReport.EpochDone> latest = withoutRepetitions(reports);
        int newEpochs = insert(latest);
        List<CheckpointInserts.Saved> saved = latest.stream()
                .flatMap(report -> report.checkpoints().stream()
                        .map(checkpoint -> new CheckpointInserts.Saved(report.key(), checkpoint)))
                .toList();
        if (!saved.isEmpty()) {
            new CheckpointInserts(handle, study).insert(saved);
        }
        return newEpochs;
    }

    /** Returns one report per epoch of a trial: the first report of the newest attempt. */
    private static Collection<RunReport.EpochDone> withoutRepetitions(List<RunReport.EpochDone> reports) {
        record Epoch(int trial, int epoch) {}
        Map<Epoch, RunReport.EpochDone> chosen = new LinkedHashMap<>();
        for (RunReport.EpochDone report : reports) {
            chosen.merge(
                    new Epoch(report.key().trial(), report.epoch()),
                    report,
                    (first, next) -> isNewer(next.key(), first.key()) ? next : first);
        }
        return chosen.values();
    }

    private static boolean isNewer(RunKey a, RunKey b) {
        return a.run() != b.run() ? a.run() > b.run() : a.attempt() > b.attempt();
    }

    private int insert(Collection<RunReport.EpochDone> reports) {
        List<Integer> metricTrials = new ArrayList<>();
        List<Integer> metricEpochs = new ArrayList<>();
        List<String> metrics = new ArrayList<>();
        List<Double> metricValues = new ArrayList<>();
        for (RunReport.EpochDone report : reports) {
            report.metrics().forEach((metric, value) -> {
                metricTrials.add(report.key().trial());
                metricEpochs.add(report.epoch());
                metrics.add(metric);
                metricValues.add(value);
            });
        }
        List<EpochValue> values = reports.stream()
                .map(report -> objective.valueOf(report.metrics()))
                .toList();
        return handle.createQuery(RECORD)
                .bind("study", study)
                .bindArray(
                        "trials",
                        Integer.class,
                        reports.stream().map(r -> r.key().trial()).toList())
                .bindArray(
                        "epochs",
                        Integer.class,
                        reports.stream().map(RunReport.EpochDone::epoch).toList())
                .bindArray(
                        "runs",
                        Integer.class,
                        reports.stream().map(r -> r.key().run()).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        reports.stream().map(r -> r.key().attempt()).toList())
                .bindArray(
                        "values",
                        Double.class,
                        values.stream().map(EpochValue::objective).toList())
                .bindArray(
                        "feasible",
                        Boolean.class,
                        values.stream().map(EpochValue::isFeasible).toList())
                .bindArray(
                        "seconds",
                        Double.class,
                        reports.stream().map(RunReport.EpochDone::seconds).toList())
                .bindArray(
                        "shared",
                        Double.class,
                        reports.stream().map(RunReport.EpochDone::sharedSeconds).toList())
                .bindArray("metricTrials", Integer.class, metricTrials)
                .bindArray("metricEpochs", Integer.class, metricEpochs)
                .bindArray("metrics", String.class, metrics)
                .bindArray("metricValues", Double.class, metricValues)
                .map((row, context) -> {
                    int newEpochs = row.getInt(1);
                    delta.measured(newEpochs, row.getDouble(2));
                    return newEpochs;
                })
                .one();
    }
}
