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

/** Writes the epochs of many runs at once. */
final class MeasurementInserts {
    /**
     * One statement: the fence is the join with trial's latest run and attempt, evaluated with the insert itself. NaN and
     * infinities are written down but never become the best: the comparisons below let only finite numbers through
     * (PostgreSQL sorts NaN above Infinity). A tie leaves the best with the earlier epoch.
     */
    private static final String RECORD =
            """
            WITH objective AS (
                SELECT CASE goal WHEN 'maximize' THEN 1 ELSE -1 END AS sign FROM study WHERE id = :study),
            fresh AS (
                INSERT INTO epoch (study_id, trial, epoch, run, attempt, value, feasible, best, seconds)
                SELECT :study, r.trial, r.epoch, r.run, r.attempt, r.value, r.feasible,
                       CASE o.sign
                           WHEN 1 THEN greatest(t.best_value, max(r.finite) OVER up_to_here)
                           ELSE least(t.best_value, min(r.finite) OVER up_to_here)
                       END,
                       r.seconds
                FROM (SELECT u.*, CASE WHEN u.value > '-Infinity' AND u.value < 'Infinity' THEN u.value END AS finite
                      FROM unnest(:trials, :epochs, :runs, :attempts, :values, :feasible, :seconds)
                           AS u (trial, epoch, run, attempt, value, feasible, seconds)) r
                CROSS JOIN objective o
                JOIN trial t ON t.study_id = :study AND t.trial = r.trial AND t.run = r.run AND t.attempt = r.attempt
                WHERE NOT EXISTS (SELECT FROM epoch e
                                  WHERE e.study_id = :study AND e.trial = r.trial AND e.epoch = r.epoch)
                WINDOW up_to_here AS (PARTITION BY r.trial ORDER BY r.epoch)
                ON CONFLICT DO NOTHING
                RETURNING trial, epoch, run, attempt, value, feasible, seconds),
            measured AS (
                INSERT INTO measurement (study_id, trial, epoch, metric, value)
                SELECT :study, m.trial, m.epoch, m.metric, m.value
                FROM unnest(:metricTrials, :metricEpochs, :metrics, :metricValues)
                     AS m (trial, epoch, metric, value)
                JOIN fresh f ON f.trial = m.trial AND f.epoch = m.epoch),
            news AS (
                SELECT f.trial, o.sign, max(f.epoch) AS epoch, sum(f.seconds) AS seconds,
                       (array_agg(f.value ORDER BY o.sign * f.value DESC, f.epoch) FILTER (WHERE finite))[1] AS best,
                       (array_agg(f.epoch ORDER BY o.sign * f.value DESC, f.epoch) FILTER (WHERE finite))[1] AS best_at,
                       (array_agg(f.value ORDER BY o.sign * f.value DESC, f.epoch)
                            FILTER (WHERE finite AND f.feasible))[1] AS feasible,
                       (array_agg(f.epoch ORDER BY o.sign * f.value DESC, f.epoch)
                            FILTER (WHERE finite AND f.feasible))[1] AS feasible_at
                FROM (SELECT *, value > '-Infinity' AND value < 'Infinity' AS finite FROM fresh) f
                CROSS JOIN objective o
                GROUP BY f.trial, o.sign),
            improved AS (
                UPDATE trial t
                SET epoch = greatest(t.epoch, n.epoch),
                    epoch_seconds = t.epoch_seconds + n.seconds,
                    best_value = CASE WHEN n.sign * n.best > n.sign * t.best_value OR t.best_value IS NULL
                                      THEN n.best ELSE t.best_value END,
                    best_epoch = CASE WHEN n.sign * n.best > n.sign * t.best_value OR t.best_value IS NULL
                                      THEN n.best_at ELSE t.best_epoch END,
                    feasible_value = CASE WHEN n.sign * n.feasible > t.merit OR t.merit IS NULL
                                          THEN n.feasible ELSE t.feasible_value END,
                    feasible_epoch = CASE WHEN n.sign * n.feasible > t.merit OR t.merit IS NULL
                                          THEN n.feasible_at ELSE t.feasible_epoch END,
                    merit = greatest(t.merit, n.sign * n.feasible),
                    updated_at = now()
                FROM news n
                WHERE t.study_id = :study AND t.trial = n.trial)
            SELECT count(*) FROM fresh""";

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
        int fresh = insert(latest);
        delta.measured(fresh);
        List<CheckpointInserts.Saved> saved = latest.stream()
                .flatMap(report -> report.checkpoint().stream()
                        .map(checkpoint -> new CheckpointInserts.Saved(report.key(), checkpoint)))
                .toList();
        if (!saved.isEmpty()) {
            new CheckpointInserts(handle, study).insert(saved);
        }
        return fresh;
    }

    /** One report for each epoch of a trial: of the newest attempt, and of that the first. */
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
                .bindArray("metricTrials", Integer.class, metricTrials)
                .bindArray("metricEpochs", Integer.class, metricEpochs)
                .bindArray("metrics", String.class, metrics)
                .bindArray("metricValues", Double.class, metricValues)
                .mapTo(Integer.class)
                .one();
    }
}
