-- What runs print and log, and what evaluations of image classifiers found.

CREATE TABLE run_log (
    study_id bigint      NOT NULL,
    trial    integer     NOT NULL,
    run      integer     NOT NULL,
    attempt  integer     NOT NULL,
    starts   bigint      NOT NULL CHECK (starts >= 0),
    ends     bigint      NOT NULL,
    text     text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, trial, run, attempt, starts),
    FOREIGN KEY (study_id, trial, run, attempt) REFERENCES run ON DELETE CASCADE,
    CHECK (ends > starts)
);

COMMENT ON TABLE run_log IS 'A stretch of the log of a run. Of a long log only the beginning and the end are kept';
COMMENT ON COLUMN run_log.study_id IS 'The study';
COMMENT ON COLUMN run_log.trial IS 'The trial';
COMMENT ON COLUMN run_log.run IS 'The run';
COMMENT ON COLUMN run_log.attempt IS 'The attempt';
COMMENT ON COLUMN run_log.starts IS 'Characters of the log before this stretch; a gap after the stretch before was left out';
COMMENT ON COLUMN run_log.ends IS 'Characters of the log up to the end of this stretch';
COMMENT ON COLUMN run_log.text IS 'What the program printed, or the trainer logged; NUL and halves of characters are U+FFFD';
COMMENT ON COLUMN run_log.at IS 'When it was written down';

CREATE VIEW run_logs AS
SELECT s.name AS study, l.trial, l.run, l.attempt, l.starts, l.ends, l.text, l.at, s.id AS study_id
FROM run_log l
JOIN study s ON s.id = l.study_id;

COMMENT ON VIEW run_logs IS 'One row per stretch of the log of a run';
COMMENT ON COLUMN run_logs.study IS 'Name of the study';
COMMENT ON COLUMN run_logs.trial IS 'Number of the trial';
COMMENT ON COLUMN run_logs.run IS 'Number of the run in its trial';
COMMENT ON COLUMN run_logs.attempt IS 'Number of the attempt at the run';
COMMENT ON COLUMN run_logs.starts IS 'Characters of the log before this stretch; a gap after the stretch before was left out';
COMMENT ON COLUMN run_logs.ends IS 'Characters of the log up to the end of this stretch';
COMMENT ON COLUMN run_logs.text IS 'What the program printed, or the trainer logged';
COMMENT ON COLUMN run_logs.at IS 'When it was written down';
COMMENT ON COLUMN run_logs.study_id IS 'Row number of the study';
