-- What people ask of a running study, and what the coordinator answered.

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
