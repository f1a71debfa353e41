-- What a study was given of earlier ones when it was created. Copies: whatever becomes of those, this study proposes the
-- same from the same rows.

CREATE TABLE earlier_study (
    study_id bigint      NOT NULL REFERENCES study ON DELETE CASCADE,
    position integer     NOT NULL CHECK (position >= 1),
    name     text        NOT NULL,
    -- json, not jsonb: it keeps the text that was copied.
    spec     json        NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, position),
    UNIQUE (study_id, name)
);

COMMENT ON TABLE earlier_study IS 'An earlier study that a study was told to learn from, as it was when the study was created';
COMMENT ON COLUMN earlier_study.study_id IS 'The study that learns';
COMMENT ON COLUMN earlier_study.position IS 'Place in its search.warm_start, from 1';
COMMENT ON COLUMN earlier_study.name IS 'Name of the earlier study';
COMMENT ON COLUMN earlier_study.spec IS 'Its normalised study file';
COMMENT ON COLUMN earlier_study.taken_at IS 'When its trials were copied';

CREATE TABLE earlier_trial (
    study_id     bigint             NOT NULL,
    position     integer            NOT NULL,
    trial        integer            NOT NULL CHECK (trial >= 1),
    state        text               NOT NULL,
    params       jsonb              NOT NULL CHECK (jsonb_typeof(params) = 'object'),
    target_epoch integer            NOT NULL CHECK (target_epoch >= 1),
    curve        double precision[] NOT NULL,
    PRIMARY KEY (study_id, position, trial),
    FOREIGN KEY (study_id, position) REFERENCES earlier_study ON DELETE CASCADE
);

COMMENT ON TABLE earlier_trial IS 'A trial of an earlier study, as it was when the study that learns from it was created';
COMMENT ON COLUMN earlier_trial.study_id IS 'The study that learns';
COMMENT ON COLUMN earlier_trial.position IS 'The earlier study: its place in search.warm_start, from 1';
COMMENT ON COLUMN earlier_trial.trial IS 'Number in the earlier study';
COMMENT ON COLUMN earlier_trial.state IS 'State then';
COMMENT ON COLUMN earlier_trial.params IS 'The configuration: value by parameter';
COMMENT ON COLUMN earlier_trial.target_epoch IS 'The epoch that its latest run was for';
COMMENT ON COLUMN earlier_trial.curve IS 'The objective metric after each epoch; NaN where a constraint was broken';

CREATE VIEW earlier_trials AS
SELECT s.name               AS study,
       e.name               AS earlier_study,
       t.trial,
       t.state,
       cardinality(t.curve) AS epochs,
       t.params,
       e.taken_at
FROM earlier_trial t
JOIN earlier_study e ON e.study_id = t.study_id AND e.position = t.position
JOIN study s ON s.id = t.study_id;

COMMENT ON VIEW earlier_trials IS 'One row a trial of an earlier study that a study learns from (search.warm_start)';
COMMENT ON COLUMN earlier_trials.study IS 'The study that learns';
COMMENT ON COLUMN earlier_trials.earlier_study IS 'The study the trial is of; it may be gone by now';
COMMENT ON COLUMN earlier_trials.trial IS 'Its number there';
COMMENT ON COLUMN earlier_trials.state IS 'Its state when the study that learns was created';
COMMENT ON COLUMN earlier_trials.epochs IS 'Epochs it had trained by then';
COMMENT ON COLUMN earlier_trials.params IS 'Its configuration';
COMMENT ON COLUMN earlier_trials.taken_at IS 'When it was copied';
