-- What the pages of the dashboard and of reports show, a query each. Readers can copy them, so they name columns and use
-- views alone. Parameters: :study, and those that the comment of a query lists.

-- name: studies
SELECT s.study, s.state, s.algorithm, s.metric, s.goal, s.trials, s.running, s.best_value, s.best_trial,
       f.feasible_value AS first_value, s.epochs, s.device_seconds, s.wall_seconds, c.saved_by_stopping,
       s.created_at, s.updated_at, s.holder, s.beat_at, now() AS read_at,
       (SELECT count(*) FROM stuck_runs u WHERE u.study_id = s.study_id) AS stuck,
       b.budget, b.used AS budget_used, b.available AS budget_available, b.share AS budget_share
FROM studies s
-- the limit that is nearest to its end
LEFT JOIN LATERAL (SELECT * FROM budgets b WHERE b.study_id = s.study_id ORDER BY b.share DESC LIMIT 1) b ON true
LEFT JOIN cost c ON c.study_id = s.study_id
LEFT JOIN trials f ON f.study_id = s.study_id AND f.trial = 1
ORDER BY s.updated_at DESC, s.study;

-- name: improvements
-- The trials at which each study's best value improved.
SELECT study, trial, value
FROM (SELECT t.study, t.trial, t.feasible_value AS value, s.goal,
             max(t.feasible_value) OVER earlier AS highest, min(t.feasible_value) OVER earlier AS lowest
      FROM trials t
      JOIN studies s ON s.study_id = t.study_id
      WHERE t.feasible_value IS NOT NULL AND t.state <> 'FAILED'
      WINDOW earlier AS (PARTITION BY t.study_id ORDER BY t.trial
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) t
WHERE highest IS NULL OR (goal = 'maximize' AND value > highest) OR (goal = 'minimize' AND value < lowest)
ORDER BY study, trial;

-- name: trials
-- :since is a time; only trials that changed after it.
SELECT trial, state, failure, value, feasible_value, best_epoch, epoch, target_epoch, rung, params, error, device_seconds,
       proposed_by, created_at, ended_at, updated_at, tags
FROM trials
WHERE study = :study AND updated_at >= CAST(:since AS timestamptz)
ORDER BY trial;

-- name: notes
SELECT note, trial, text, author, at
FROM notes
WHERE study = :study
ORDER BY note;

-- name: curves
-- :trials is an array of numbers of trials.
SELECT trial, metric, epoch, value, seconds, run, attempt, at
FROM learning_curves
WHERE study = :study AND trial = ANY (CAST(:trials AS integer[]))
ORDER BY trial, metric, epoch;

-- name: curve_deciles
-- :metric is the name of a metric.
SELECT epoch, count(*) AS trials,
       percentile_cont(ARRAY[0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) WITHIN GROUP (ORDER BY value) AS quantiles
FROM learning_curves
WHERE study = :study AND metric = :metric AND value NOT IN ('NaN', 'Infinity', '-Infinity')
GROUP BY epoch
ORDER BY epoch;

-- name: metrics
SELECT metric, count(*) AS measurements
FROM learning_curves
WHERE study = :study
GROUP BY metric
ORDER BY metric;

-- name: decisions
-- :trials is an array of numbers of trials, or empty for all; :before is a number of a decision; :limit is a number.
SELECT decision, trial, at, kind, proposed_by, reason, details
FROM decisions_explained
WHERE study = :study AND decision < :before
  AND (cardinality(CAST(:trials AS integer[])) = 0 OR trial = ANY (CAST(:trials AS integer[])))
ORDER BY decision DESC
LIMIT :limit;

-- name: runs
SELECT trial, run, attempt, from_epoch, to_epoch, state, host, device, slot, executor, dispatched_at, started_at, ended_at,
       device_seconds, shared_seconds, outcome
FROM runs
WHERE study = :study
ORDER BY dispatched_at, trial, run, attempt;

-- name: data
-- What the coordinator found in the data when it began.
SELECT at, details -> 'data' AS lines
FROM decisions_explained
WHERE study = :study AND kind = 'STUDY' AND details -> 'data' IS NOT NULL
ORDER BY decision DESC
LIMIT 1;

-- name: evaluations
SELECT images, trial, refit, views, epoch, made_at, result
FROM evaluations
WHERE study = :study
ORDER BY made_at DESC;

-- name: logs
-- :trials is an array of numbers of trials; :tail is the number of characters from the end of each log.
SELECT trial, run, attempt, greatest(starts, log_ends - :tail) AS starts, ends,
       right(text, CAST(least(ends - starts, ends - log_ends + :tail) AS integer)) AS text, at
FROM (SELECT trial, run, attempt, starts, ends, text, at,
             max(ends) OVER (PARTITION BY trial, run, attempt) AS log_ends
      FROM run_logs
      WHERE study = :study AND trial = ANY (CAST(:trials AS integer[]))) l
WHERE ends > log_ends - :tail
ORDER BY trial, run, attempt, starts;

-- name: rungs
SELECT rung, epochs, reached, promoted, best, median
FROM rungs
WHERE study = :study
ORDER BY rung;

-- name: slots
SELECT slot, host, device, trial, epoch, to_epoch, state, since
FROM slots
WHERE study = :study
ORDER BY slot;

-- name: stuck_runs
SELECT trial, run, attempt, host, since, why
FROM stuck_runs
WHERE study = :study
ORDER BY since;
