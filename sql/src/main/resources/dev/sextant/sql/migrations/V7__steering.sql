-- What people ask of a running study, and what the coordinator answered; since when a study has not improved.

ALTER TABLE study
    ADD COLUMN improved_value  double precision,
    ADD COLUMN improved_trials integer,
    ADD COLUMN improved_epochs bigint;

COMMENT ON COLUMN study.improved_value IS 'Best value at the last improvement from which budget.patience is counted; NULL before';
COMMENT ON COLUMN study.improved_trials IS 'Trials at that improvement';
COMMENT ON COLUMN study.improved_epochs IS 'Epochs measured at that improvement';

CREATE TABLE request (
    study_id     bigint      NOT NULL REFERENCES study ON DELETE CASCADE,
    request      integer     NOT NULL CHECK (request >= 1),
    kind         text        NOT NULL CHECK (kind IN ('STOP', 'TRY')),
    trial        integer,
    params       jsonb       CHECK (jsonb_typeof(params) = 'object'),
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    answered_at  timestamptz,
    answer       text        NOT NULL DEFAULT '',
    PRIMARY KEY (study_id, request),
    CHECK (kind <> 'STOP' OR trial IS NOT NULL),
    CHECK ((kind = 'TRY') = (params IS NOT NULL))
);

-- A trial is stopped once, whoever asks.
CREATE UNIQUE INDEX request_to_stop ON request (study_id, trial) WHERE kind = 'STOP';

COMMENT ON TABLE request IS 'Request of a person to the coordinator of a study';
COMMENT ON COLUMN request.study_id IS 'The study';
COMMENT ON COLUMN request.request IS 'Number in the study, from 1';
COMMENT ON COLUMN request.kind IS 'STOP: end a trial; TRY: start a trial with a given configuration';
COMMENT ON COLUMN request.trial IS 'STOP: the trial to end; TRY: the trial with the configuration, NULL before there is one';
COMMENT ON COLUMN request.params IS 'TRY: the configuration, value by parameter';
COMMENT ON COLUMN request.requested_by IS 'Who asked: user@host';
COMMENT ON COLUMN request.requested_at IS 'When';
COMMENT ON COLUMN request.answered_at IS 'When the coordinator carried it out or refused it; NULL before';
COMMENT ON COLUMN request.answer IS 'What came of it, in words; empty before';

COMMENT ON COLUMN trial.state IS 'PENDING, RUNNING, PAUSED (has a checkpoint), COMPLETED, STOPPED (by a person) or FAILED; the last three are final';
COMMENT ON COLUMN trial.proposed_by IS 'Who proposed the configuration: an algorithm, start_with, or a person (user@host)';
COMMENT ON COLUMN decision.proposed_by IS 'Who decided: an algorithm, scheduler, or a person (user@host)';

CREATE VIEW requests AS
SELECT s.name AS study, r.request, r.kind, r.trial, r.params, r.requested_by, r.requested_at, r.answered_at, r.answer,
       s.id   AS study_id
FROM request r
JOIN study s ON s.id = r.study_id;

COMMENT ON VIEW requests IS 'One row per request of a person to the coordinator of a study';
COMMENT ON COLUMN requests.study IS 'The study''s name';
COMMENT ON COLUMN requests.request IS 'Number in the study, from 1';
COMMENT ON COLUMN requests.kind IS 'STOP: end a trial; TRY: start a trial with a given configuration';
COMMENT ON COLUMN requests.trial IS 'STOP: the trial to end; TRY: the trial with the configuration, NULL before there is one';
COMMENT ON COLUMN requests.params IS 'TRY: the configuration, value by parameter';
COMMENT ON COLUMN requests.requested_by IS 'Who asked: user@host';
COMMENT ON COLUMN requests.requested_at IS 'When';
COMMENT ON COLUMN requests.answered_at IS 'When the coordinator carried it out or refused it; NULL before';
COMMENT ON COLUMN requests.answer IS 'What came of it, in words; empty before';
COMMENT ON COLUMN requests.study_id IS 'The study''s row number in the tables';
COMMENT ON COLUMN decisions_explained.proposed_by IS 'Who decided: an algorithm, scheduler, or a person (user@host)';

-- What people write on studies and trials.

CREATE TABLE note (
    study_id bigint      NOT NULL REFERENCES study ON DELETE CASCADE,
    note     integer     NOT NULL CHECK (note >= 1),
    trial    integer,
    text     text        NOT NULL,
    author   text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, note)
);

CREATE INDEX note_by_trial ON note (study_id, trial);

COMMENT ON TABLE note IS 'Note of a person on a study or a trial';
COMMENT ON COLUMN note.study_id IS 'The study';
COMMENT ON COLUMN note.note IS 'Number in the study, from 1';
COMMENT ON COLUMN note.trial IS 'The trial; NULL when it is about the study';
COMMENT ON COLUMN note.text IS 'The text';
COMMENT ON COLUMN note.author IS 'Who wrote it: user@host';
COMMENT ON COLUMN note.at IS 'When';

CREATE TABLE tag (
    study_id  bigint      NOT NULL REFERENCES study ON DELETE CASCADE,
    trial     integer,
    tag       text        NOT NULL CHECK (tag ~ '^[^\s,]{1,40}$'),
    tagged_by text        NOT NULL,
    tagged_at timestamptz NOT NULL DEFAULT now()
);

-- One index for studies and trials: a unique index takes two NULLs for different ones.
CREATE UNIQUE INDEX tag_by_trial ON tag (study_id, (coalesce(trial, 0)), tag);

COMMENT ON TABLE tag IS 'Tag that a person put on a study or a trial';
COMMENT ON COLUMN tag.study_id IS 'The study';
COMMENT ON COLUMN tag.trial IS 'The trial; NULL when it is on the study';
COMMENT ON COLUMN tag.tag IS 'The tag, without spaces and commas';
COMMENT ON COLUMN tag.tagged_by IS 'Who put it there: user@host';
COMMENT ON COLUMN tag.tagged_at IS 'When';

CREATE VIEW notes AS
SELECT s.name AS study, n.note, n.trial, n.text, n.author, n.at, s.id AS study_id
FROM note n
JOIN study s ON s.id = n.study_id;

COMMENT ON VIEW notes IS 'One row per note on a study or a trial';
COMMENT ON COLUMN notes.study IS 'The study''s name';
COMMENT ON COLUMN notes.note IS 'Number in the study, from 1';
COMMENT ON COLUMN notes.trial IS 'The trial; NULL when it is about the study';
COMMENT ON COLUMN notes.text IS 'The text';
COMMENT ON COLUMN notes.author IS 'Who wrote it: user@host';
COMMENT ON COLUMN notes.at IS 'When';
COMMENT ON COLUMN notes.study_id IS 'The study''s row number in the tables';

CREATE VIEW tags AS
SELECT s.name AS study, t.trial, t.tag, t.tagged_by, t.tagged_at, s.id AS study_id
FROM tag t
JOIN study s ON s.id = t.study_id;

COMMENT ON VIEW tags IS 'One row per tag on a study or a trial';
COMMENT ON COLUMN tags.study IS 'The study''s name';
COMMENT ON COLUMN tags.trial IS 'The trial; NULL when it is on the study';
COMMENT ON COLUMN tags.tag IS 'The tag, without spaces and commas';
COMMENT ON COLUMN tags.tagged_by IS 'Who put it there: user@host';
COMMENT ON COLUMN tags.tagged_at IS 'When';
COMMENT ON COLUMN tags.study_id IS 'The study''s row number in the tables';

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
       s.shared_seconds,
       ARRAY(SELECT g.tag FROM tag g WHERE g.study_id = s.id AND g.trial IS NULL ORDER BY g.tag) AS tags,
       (SELECT count(*) FROM note n WHERE n.study_id = s.id AND n.trial IS NULL) AS notes
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

COMMENT ON COLUMN studies.tags IS 'Tags on the study';
COMMENT ON COLUMN studies.notes IS 'Number of notes on the study';

CREATE OR REPLACE VIEW trials AS
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
       t.study_id,
       ARRAY(SELECT g.tag FROM tag g WHERE g.study_id = t.study_id AND coalesce(g.trial, 0) = t.trial ORDER BY g.tag)
                       AS tags,
       (SELECT count(*) FROM note n WHERE n.study_id = t.study_id AND n.trial = t.trial) AS notes
FROM trial t
JOIN study s ON s.id = t.study_id;

COMMENT ON COLUMN trials.tags IS 'Tags on the trial';
COMMENT ON COLUMN trials.notes IS 'Number of notes on the trial';
