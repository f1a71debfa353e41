-- The views are a contract with everyone who watches a study in SQL: columns may be added, never changed or removed.

CREATE VIEW studies AS
SELECT s.name             AS study,
       s.state,
       s.algorithm,
       s.metric,
       s.goal,
       s.trials,
       s.running,
       b.feasible_value   AS best_value,
       b.trial            AS best_trial,
       s.epochs,
       s.device_seconds + coalesce(r.device_seconds, 0) AS device_seconds,
       s.created_at,
       s.updated_at,
       s.wall_seconds,
       s.lock_holder      AS holder,
       s.lock_since       AS holder_since,
       s.beat_at,
       s.spec_hash,
       s.id               AS study_id
FROM study s
-- The best among trials that did not fail, at an epoch after which all constraints held; among equals the earlier trial.
LEFT JOIN LATERAL (SELECT t.trial, t.feasible_value
                   FROM trial t
                   WHERE t.study_id = s.id AND t.merit IS NOT NULL AND t.state <> 'FAILED'
                   ORDER BY t.merit DESC, t.trial
                   LIMIT 1) b ON true
LEFT JOIN LATERAL (SELECT sum(extract(epoch FROM r.seen_at - r.started_at) * r.devices)
                              FILTER (WHERE r.seen_at > r.started_at) AS device_seconds
                   FROM run r
                   WHERE r.study_id = s.id AND r.state IN ('DISPATCHED', 'RUNNING')) r ON true;

COMMENT ON VIEW studies IS 'One row a study';
COMMENT ON COLUMN studies.study IS 'The study''s name';
COMMENT ON COLUMN studies.state IS 'CREATED, RUNNING, PAUSED, COMPLETED or FAILED';
COMMENT ON COLUMN studies.algorithm IS 'Search algorithm';
COMMENT ON COLUMN studies.metric IS 'Objective metric';
COMMENT ON COLUMN studies.goal IS 'maximize or minimize';
COMMENT ON COLUMN studies.trials IS 'Trials so far';
COMMENT ON COLUMN studies.running IS 'Trials that have a run under way';
COMMENT ON COLUMN studies.best_value IS 'Best value of the metric that keeps all constraints, over the trials that did not fail; NULL when there is none';
COMMENT ON COLUMN studies.best_trial IS 'The trial with best_value, the earlier one among equals';
COMMENT ON COLUMN studies.epochs IS 'Epochs measured, over all trials';
COMMENT ON COLUMN studies.device_seconds IS 'Seconds that runs kept devices busy, times the devices of a run; runs under way count up to the last heartbeat';
COMMENT ON COLUMN studies.created_at IS 'When the study was created';
COMMENT ON COLUMN studies.updated_at IS 'When anything in it changed last';
COMMENT ON COLUMN studies.wall_seconds IS 'Seconds that coordinators have worked on it, up to the last heartbeat';
COMMENT ON COLUMN studies.holder IS 'Who works on it; NULL for nobody. A coordinator that was killed still stands here until the study is resumed';
COMMENT ON COLUMN studies.holder_since IS 'Since when';
COMMENT ON COLUMN studies.beat_at IS 'The last heartbeat of a coordinator';
COMMENT ON COLUMN studies.spec_hash IS 'SHA-256 of the normalised study file';
COMMENT ON COLUMN studies.study_id IS 'The study''s row number in the tables';

CREATE VIEW trials AS
SELECT s.name          AS study,
       t.trial,
       t.state,
       t.failure,
       t.best_value    AS value,
       t.epoch,
       (SELECT g.rung FROM rung g WHERE g.study_id = t.study_id AND g.epochs <= t.epoch ORDER BY g.epochs DESC LIMIT 1)
                       AS rung,
       t.params,
       t.error,
       t.device_seconds,
       t.proposed_by,
       t.created_at,
       t.ended_at,
       t.best_epoch,
       t.feasible_value,
       t.target_epoch,
       t.run,
       t.attempt,
       t.seed,
       t.updated_at,
       t.study_id
FROM trial t
JOIN study s ON s.id = t.study_id;

COMMENT ON VIEW trials IS 'One row a trial';
COMMENT ON COLUMN trials.study IS 'The study''s name';
COMMENT ON COLUMN trials.trial IS 'Number in the study, from 1';
COMMENT ON COLUMN trials.state IS 'PENDING, RUNNING, PAUSED, COMPLETED, STOPPED or FAILED';
COMMENT ON COLUMN trials.failure IS 'Why it FAILED: DIVERGED, OUT_OF_MEMORY, BAD_DATA, TRAINER_ERROR or LOST';
COMMENT ON COLUMN trials.value IS 'Best finite value of the objective metric over its epochs, constraints or not; NULL when there is none';
COMMENT ON COLUMN trials.epoch IS 'Epochs measured';
COMMENT ON COLUMN trials.rung IS 'The highest rung it has reached, from 0; NULL below the lowest';
COMMENT ON COLUMN trials.params IS 'The configuration: value by parameter';
COMMENT ON COLUMN trials.error IS 'What went wrong last, in words; empty when nothing did';
COMMENT ON COLUMN trials.device_seconds IS 'Seconds that its ended runs kept devices busy, times the devices of a run';
COMMENT ON COLUMN trials.proposed_by IS 'Who proposed the configuration';
COMMENT ON COLUMN trials.created_at IS 'When it was proposed';
COMMENT ON COLUMN trials.ended_at IS 'When it was finished; NULL before';
COMMENT ON COLUMN trials.best_epoch IS 'The first epoch with value';
COMMENT ON COLUMN trials.feasible_value IS 'As value, over the epochs after which all constraints held';
COMMENT ON COLUMN trials.target_epoch IS 'The epoch that its latest run is or was for';
COMMENT ON COLUMN trials.run IS 'Its latest run';
COMMENT ON COLUMN trials.attempt IS 'The latest attempt at its latest run';
COMMENT ON COLUMN trials.seed IS 'All that is random in the trial derives from it';
COMMENT ON COLUMN trials.updated_at IS 'When it changed last';
COMMENT ON COLUMN trials.study_id IS 'The study''s row number in the tables';

CREATE VIEW leaderboard AS
SELECT s.name           AS study,
       row_number() OVER (PARTITION BY t.study_id ORDER BY t.merit DESC, t.trial) AS rank,
       t.trial,
       t.feasible_value AS value,
       t.feasible_epoch AS epoch,
       t.params,
       t.state,
       t.study_id
FROM trial t
JOIN study s ON s.id = t.study_id
WHERE t.merit IS NOT NULL AND t.state <> 'FAILED';

COMMENT ON VIEW leaderboard IS 'One row a trial that did not fail and kept all constraints after at least one epoch, best first';
COMMENT ON COLUMN leaderboard.study IS 'The study''s name';
COMMENT ON COLUMN leaderboard.rank IS 'From 1, the best; among equals the earlier trial is ahead';
COMMENT ON COLUMN leaderboard.trial IS 'Number in the study';
COMMENT ON COLUMN leaderboard.value IS 'Best value of the metric over the epochs after which all constraints held';
COMMENT ON COLUMN leaderboard.epoch IS 'The first epoch with that value';
COMMENT ON COLUMN leaderboard.params IS 'The configuration: value by parameter';
COMMENT ON COLUMN leaderboard.state IS 'The trial''s state';
COMMENT ON COLUMN leaderboard.study_id IS 'The study''s row number in the tables';

CREATE VIEW learning_curves AS
SELECT s.name AS study, m.trial, m.epoch, m.metric, m.value, e.seconds, e.attempt, e.at, e.run, s.id AS study_id
FROM measurement m
JOIN epoch e ON e.study_id = m.study_id AND e.trial = m.trial AND e.epoch = m.epoch
JOIN study s ON s.id = m.study_id;

COMMENT ON VIEW learning_curves IS 'One row a metric of a trial after an epoch';
COMMENT ON COLUMN learning_curves.study IS 'The study''s name';
COMMENT ON COLUMN learning_curves.trial IS 'The trial';
COMMENT ON COLUMN learning_curves.epoch IS 'The epoch, from 1';
COMMENT ON COLUMN learning_curves.metric IS 'The metric';
COMMENT ON COLUMN learning_curves.value IS 'Its value; may be NaN or infinite';
COMMENT ON COLUMN learning_curves.seconds IS 'Seconds that the epoch took';
COMMENT ON COLUMN learning_curves.attempt IS 'The attempt that trained the epoch';
COMMENT ON COLUMN learning_curves.at IS 'When it was written down';
COMMENT ON COLUMN learning_curves.run IS 'The run that trained the epoch';
COMMENT ON COLUMN learning_curves.study_id IS 'The study''s row number in the tables';

CREATE VIEW rungs AS
SELECT s.name     AS study,
       g.rung,
       g.epochs,
       count(e.trial)                                                              AS reached,
       count(e.trial) FILTER (WHERE t.target_epoch > g.epochs OR t.epoch > g.epochs) AS promoted,
       CASE s.goal WHEN 'maximize' THEN max(e.best) ELSE min(e.best) END           AS best,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY e.best)                         AS median,
       s.id       AS study_id
FROM rung g
JOIN study s ON s.id = g.study_id
LEFT JOIN trial t ON t.study_id = g.study_id
LEFT JOIN epoch e ON e.study_id = t.study_id AND e.trial = t.trial AND e.epoch = g.epochs
GROUP BY s.id, s.name, s.goal, g.rung, g.epochs;

COMMENT ON VIEW rungs IS 'One row a rung of a study';
COMMENT ON COLUMN rungs.study IS 'The study''s name';
COMMENT ON COLUMN rungs.rung IS 'Number of the rung, from 0, lowest first';
COMMENT ON COLUMN rungs.epochs IS 'Epochs a trial has trained when it reaches the rung';
COMMENT ON COLUMN rungs.reached IS 'Trials that reached it';
COMMENT ON COLUMN rungs.promoted IS 'Trials of these that were sent on';
COMMENT ON COLUMN rungs.best IS 'Best value at the rung; a trial''s value there is its best finite one so far';
COMMENT ON COLUMN rungs.median IS 'Median value at the rung';
COMMENT ON COLUMN rungs.study_id IS 'The study''s row number in the tables';

CREATE VIEW runs AS
SELECT s.name AS study, r.trial, r.run, r.attempt, r.from_epoch, r.to_epoch, r.state, r.host, r.device, r.started_at,
       r.ended_at, r.outcome, r.slot, r.executor, r.helpers, r.application, r.dispatched_at, r.device_seconds,
       s.id   AS study_id
FROM run r
JOIN study s ON s.id = r.study_id;

COMMENT ON VIEW runs IS 'One row a try at a stretch of training';
COMMENT ON COLUMN runs.study IS 'The study''s name';
COMMENT ON COLUMN runs.trial IS 'The trial';
COMMENT ON COLUMN runs.run IS 'The how-many-th stretch of the trial, from 1';
COMMENT ON COLUMN runs.attempt IS 'The how-many-th try at the stretch, from 1';
COMMENT ON COLUMN runs.from_epoch IS 'Epochs trained before it';
COMMENT ON COLUMN runs.to_epoch IS 'The epoch it is for';
COMMENT ON COLUMN runs.state IS 'DISPATCHED, RUNNING, REACHED, STOPPED, FAILED or LOST';
COMMENT ON COLUMN runs.host IS 'The host of its executor';
COMMENT ON COLUMN runs.device IS 'What it trained on, such as cpu or gpu 0';
COMMENT ON COLUMN runs.started_at IS 'When its executor reported it';
COMMENT ON COLUMN runs.ended_at IS 'When it ended; for a run that died with its coordinator, when it was last heard of';
COMMENT ON COLUMN runs.outcome IS 'How it ended, in words';
COMMENT ON COLUMN runs.slot IS 'The slot it went to, from 0';
COMMENT ON COLUMN runs.executor IS 'Its Spark executor';
COMMENT ON COLUMN runs.helpers IS 'Native helpers it trained with';
COMMENT ON COLUMN runs.application IS 'The Spark application that it ran in';
COMMENT ON COLUMN runs.dispatched_at IS 'When it was handed to Spark';
COMMENT ON COLUMN runs.device_seconds IS 'Seconds from started_at to ended_at, times the devices of a run';
COMMENT ON COLUMN runs.study_id IS 'The study''s row number in the tables';

CREATE VIEW slots AS
SELECT s.name AS study,
       n.slot,
       r.host,
       r.device,
       r.trial,
       t.epoch,
       coalesce(r.started_at, r.dispatched_at) AS since,
       r.state,
       r.to_epoch,
       s.id   AS study_id
FROM study s
CROSS JOIN LATERAL (SELECT generate_series(0, s.slots - 1) AS slot
                    WHERE s.state = 'RUNNING'
                    UNION
                    SELECT l.slot FROM run l WHERE l.study_id = s.id AND l.state IN ('DISPATCHED', 'RUNNING')) n
LEFT JOIN run r ON r.study_id = s.id AND r.slot = n.slot AND r.state IN ('DISPATCHED', 'RUNNING')
LEFT JOIN trial t ON t.study_id = r.study_id AND t.trial = r.trial;

COMMENT ON VIEW slots IS 'One row a slot of a study that is running; trial is NULL where it is free';
COMMENT ON COLUMN slots.study IS 'The study''s name';
COMMENT ON COLUMN slots.slot IS 'The slot, from 0';
COMMENT ON COLUMN slots.host IS 'The host of the run''s executor; NULL before it has started';
COMMENT ON COLUMN slots.device IS 'What the run trains on';
COMMENT ON COLUMN slots.trial IS 'The trial that is being trained; NULL when the slot is free';
COMMENT ON COLUMN slots.epoch IS 'Epochs of the trial measured so far';
COMMENT ON COLUMN slots.since IS 'When the run started, or was dispatched';
COMMENT ON COLUMN slots.state IS 'DISPATCHED or RUNNING; NULL when the slot is free';
COMMENT ON COLUMN slots.to_epoch IS 'The epoch the run is for';
COMMENT ON COLUMN slots.study_id IS 'The study''s row number in the tables';

CREATE VIEW stuck_runs AS
SELECT s.name AS study,
       r.trial,
       r.run,
       r.host,
       r.lease_until AS since,
       CASE
           WHEN s.lock_holder IS NULL THEN 'no coordinator works on the study; resume it'
           WHEN s.lock_token <> r.lock_token THEN 'its coordinator was replaced by ' || s.lock_holder || '; it will be reaped'
           ELSE 'its coordinator ' || s.lock_holder || ' has not vouched for it since '
               || to_char(r.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
               || '; if that process is dead, resume the study'
       END AS why,
       r.attempt,
       s.id   AS study_id
FROM run r
JOIN study s ON s.id = r.study_id
WHERE r.state IN ('DISPATCHED', 'RUNNING') AND r.lease_until < now();

COMMENT ON VIEW stuck_runs IS 'One row a run that is not over and whose lease is';
COMMENT ON COLUMN stuck_runs.study IS 'The study''s name';
COMMENT ON COLUMN stuck_runs.trial IS 'The trial';
COMMENT ON COLUMN stuck_runs.run IS 'The run';
COMMENT ON COLUMN stuck_runs.host IS 'The host of its executor; NULL when it never started';
COMMENT ON COLUMN stuck_runs.since IS 'When its lease ran out';
COMMENT ON COLUMN stuck_runs.why IS 'What is known, and the remedy';
COMMENT ON COLUMN stuck_runs.attempt IS 'The attempt';
COMMENT ON COLUMN stuck_runs.study_id IS 'The study''s row number in the tables';

CREATE VIEW cost AS
SELECT s.study,
       s.device_seconds,
       s.wall_seconds,
       -- What a trial would have cost up to the top rung, at the seconds per epoch that it was seen to take.
       coalesce(c.saved, 0) AS saved_by_stopping,
       s.device_seconds / nullif(
           CASE s.goal WHEN 'maximize' THEN greatest(s.best_value - f.best_value, 0)
                       ELSE greatest(f.best_value - s.best_value, 0) END * 100, 0) AS per_point_of_improvement,
       s.study_id
FROM studies s
JOIN study y ON y.id = s.study_id
LEFT JOIN trial f ON f.study_id = s.study_id AND f.trial = 1
LEFT JOIN LATERAL (SELECT sum((y.max_epochs - t.epoch) * t.epoch_seconds / t.epoch * y.devices) AS saved
                   FROM trial t
                   WHERE t.study_id = s.study_id AND t.epoch BETWEEN 1 AND y.max_epochs
                     AND t.state IN ('PAUSED', 'STOPPED', 'COMPLETED')) c ON true;

COMMENT ON VIEW cost IS 'What a study has cost so far; one row a study';
COMMENT ON COLUMN cost.study IS 'The study''s name';
COMMENT ON COLUMN cost.device_seconds IS 'Seconds that runs kept devices busy, times the devices of a run';
COMMENT ON COLUMN cost.wall_seconds IS 'Seconds that coordinators have worked on it';
COMMENT ON COLUMN cost.saved_by_stopping IS 'Device-seconds that trials which are paused, stopped or done early would have taken to the top rung';
COMMENT ON COLUMN cost.per_point_of_improvement IS 'Device-seconds for each 0.01 by which the best trial is better than trial 1; NULL without improvement';
COMMENT ON COLUMN cost.study_id IS 'The study''s row number in the tables';

CREATE VIEW decisions_explained AS
SELECT s.name AS study, d.decision, d.trial, d.at, d.kind, d.reason, d.details, d.proposed_by, d.run, d.attempt,
       d.from_state, d.to_state, s.id AS study_id
FROM decision d
JOIN study s ON s.id = d.study_id;

COMMENT ON VIEW decisions_explained IS 'One row a decision';
COMMENT ON COLUMN decisions_explained.study IS 'The study''s name';
COMMENT ON COLUMN decisions_explained.decision IS 'Number in the study, from 1';
COMMENT ON COLUMN decisions_explained.trial IS 'The trial; NULL when it is about the study';
COMMENT ON COLUMN decisions_explained.at IS 'When';
COMMENT ON COLUMN decisions_explained.kind IS 'START, CONTINUE or RETRY of a run; END of a run; FAIL of a trial; STUDY: the study itself changed';
COMMENT ON COLUMN decisions_explained.reason IS 'Why, in a sentence';
COMMENT ON COLUMN decisions_explained.details IS 'Why, in numbers';
COMMENT ON COLUMN decisions_explained.proposed_by IS 'Who decided: an algorithm, or scheduler';
COMMENT ON COLUMN decisions_explained.run IS 'The run; NULL when it is about the study';
COMMENT ON COLUMN decisions_explained.attempt IS 'The attempt; NULL when it is about the study';
COMMENT ON COLUMN decisions_explained.from_state IS 'State of the trial or study before; NULL when it is new';
COMMENT ON COLUMN decisions_explained.to_state IS 'State of the trial or study after';
COMMENT ON COLUMN decisions_explained.study_id IS 'The study''s row number in the tables';
