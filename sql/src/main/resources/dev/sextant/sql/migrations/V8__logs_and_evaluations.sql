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

CREATE TABLE evaluation (
    study_id bigint      NOT NULL,
    images   text        NOT NULL CHECK (images IN ('validation', 'test')),
    trial    integer     NOT NULL,
    refit    boolean     NOT NULL,
    views    integer     NOT NULL CHECK (views >= 1),
    epoch    integer     NOT NULL,
    result   json        NOT NULL,
    made_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, images, trial, refit, views),
    FOREIGN KEY (study_id, trial) REFERENCES trial ON DELETE CASCADE
);

COMMENT ON TABLE evaluation IS 'The last evaluation of a model on images of its study';
COMMENT ON COLUMN evaluation.study_id IS 'The study';
COMMENT ON COLUMN evaluation.images IS 'validation or test';
COMMENT ON COLUMN evaluation.trial IS 'The trial whose configuration was trained';
COMMENT ON COLUMN evaluation.refit IS 'Whether the model is a refit instead of the model of the trial';
COMMENT ON COLUMN evaluation.views IS 'Views of each image whose probabilities were averaged; 1 without test-time augmentation';
COMMENT ON COLUMN evaluation.epoch IS 'The epoch whose weights the model has';
COMMENT ON COLUMN evaluation.result IS 'The object that sextant evaluate --json prints';
COMMENT ON COLUMN evaluation.made_at IS 'When it was made';

CREATE VIEW evaluations AS
SELECT s.name AS study, e.images, e.trial, e.refit, e.views, e.epoch, e.made_at, e.result, s.id AS study_id
FROM evaluation e
JOIN study s ON s.id = e.study_id;

COMMENT ON VIEW evaluations IS 'One row per model and set of images: the last evaluation by sextant evaluate';
COMMENT ON COLUMN evaluations.study IS 'Name of the study';
COMMENT ON COLUMN evaluations.images IS 'validation or test';
COMMENT ON COLUMN evaluations.trial IS 'The trial whose configuration was trained';
COMMENT ON COLUMN evaluations.refit IS 'Whether the model is a refit instead of the model of the trial';
COMMENT ON COLUMN evaluations.views IS 'Views of each image whose probabilities were averaged; 1 without test-time augmentation';
COMMENT ON COLUMN evaluations.epoch IS 'The epoch whose weights the model has';
COMMENT ON COLUMN evaluations.made_at IS 'When it was made';
COMMENT ON COLUMN evaluations.result IS 'The object that sextant evaluate --json prints';
COMMENT ON COLUMN evaluations.study_id IS 'Row number of the study';

CREATE VIEW budgets AS
SELECT s.study, b.budget, b.used, b.available, b.used / b.available AS share, s.study_id
FROM studies s
JOIN study t ON t.id = s.study_id
CROSS JOIN LATERAL (VALUES
    ('trials', CAST(s.trials AS double precision),
     CAST(t.spec -> 'budget' ->> 'trials' AS double precision)),
    ('epochs', CAST(s.epochs AS double precision),
     CAST(t.spec -> 'budget' ->> 'epochs' AS double precision)),
    ('device_hours', s.device_seconds / 3600,
     CAST(t.spec -> 'budget' ->> 'device_hours' AS double precision)),
    ('wall_hours', s.wall_seconds / 3600,
     CAST(extract(epoch FROM CAST(t.spec -> 'budget' ->> 'wall_clock' AS interval)) / 3600 AS double precision)))
    AS b (budget, used, available)
WHERE b.available > 0;

COMMENT ON VIEW budgets IS 'One row per limit of the budget of a study';
COMMENT ON COLUMN budgets.study IS 'Name of the study';
COMMENT ON COLUMN budgets.budget IS 'trials, epochs, device_hours or wall_hours';
COMMENT ON COLUMN budgets.used IS 'How much is used';
COMMENT ON COLUMN budgets.available IS 'The limit';
COMMENT ON COLUMN budgets.share IS 'used / available';
COMMENT ON COLUMN budgets.study_id IS 'Row number of the study';
