-- Work that all trials use, such as features, is done by whichever trial comes first: it counts for the study, not for that trial.

ALTER TABLE epoch ADD COLUMN shared_seconds double precision NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN shared_seconds double precision NOT NULL DEFAULT 0;
ALTER TABLE study ADD COLUMN shared_seconds double precision NOT NULL DEFAULT 0;

COMMENT ON COLUMN epoch.shared_seconds IS 'Further seconds, in or before the epoch, of work that other trials use, too';
COMMENT ON COLUMN run.shared_seconds IS 'The part of device_seconds that went to work which other trials use, too';
COMMENT ON COLUMN study.shared_seconds IS 'The part of device_seconds that went to work which all trials use';
COMMENT ON COLUMN trial.device_seconds IS 'Seconds that its ended runs kept devices busy, times the devices of a run, without shared_seconds';

CREATE OR REPLACE VIEW studies AS
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
       s.id               AS study_id,
       s.shared_seconds
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

COMMENT ON COLUMN studies.shared_seconds IS 'The part of device_seconds that went to work which all trials use, such as features';

CREATE OR REPLACE VIEW runs AS
SELECT s.name AS study, r.trial, r.run, r.attempt, r.from_epoch, r.to_epoch, r.state, r.host, r.device, r.started_at,
       r.ended_at, r.outcome, r.slot, r.executor, r.helpers, r.application, r.dispatched_at, r.device_seconds,
       s.id   AS study_id, r.shared_seconds
FROM run r
JOIN study s ON s.id = r.study_id;

COMMENT ON COLUMN runs.shared_seconds IS 'The part of device_seconds that went to work which other trials use, too; not in that of the trial';
COMMENT ON COLUMN trials.device_seconds IS 'Seconds that its ended runs kept devices busy, times the devices of a run, without shared_seconds of the runs';
