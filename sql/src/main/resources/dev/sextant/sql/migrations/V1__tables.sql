-- The tables behind one search: a study has trials, a trial has runs, a run trains epochs, an epoch has measurements.
-- Only Sextant writes here, a study's rows only under the study's lock. Read the views: they are the contract.

CREATE TABLE study (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text             NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9-]+$'),
    state             text             NOT NULL DEFAULT 'CREATED'
                      CHECK (state IN ('CREATED', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED')),
    -- json, not jsonb: it keeps the very text that spec_hash is of.
    spec              json             NOT NULL,
    spec_hash         text             NOT NULL CHECK (spec_hash ~ '^[0-9a-f]{64}$'),
    algorithm         text             NOT NULL,
    metric            text             NOT NULL,
    goal              text             NOT NULL CHECK (goal IN ('maximize', 'minimize')),
    max_epochs        integer          NOT NULL CHECK (max_epochs >= 1),
    slots             integer          NOT NULL CHECK (slots >= 1),
    devices           integer          NOT NULL CHECK (devices >= 1),
    trials            integer          NOT NULL DEFAULT 0 CHECK (trials >= 0),
    running           integer          NOT NULL DEFAULT 0 CHECK (running >= 0),
    decisions         bigint           NOT NULL DEFAULT 0 CHECK (decisions >= 0),
    epochs            bigint           NOT NULL DEFAULT 0 CHECK (epochs >= 0),
    device_seconds    double precision NOT NULL DEFAULT 0 CHECK (device_seconds >= 0),
    wall_seconds      double precision NOT NULL DEFAULT 0 CHECK (wall_seconds >= 0),
    lock_token        bigint           NOT NULL DEFAULT 0,
    lock_holder       text,
    lock_application  text,
    lock_since        timestamptz,
    beat_at           timestamptz,
    stop_requested_at timestamptz,
    created_at        timestamptz      NOT NULL DEFAULT now(),
    updated_at        timestamptz      NOT NULL DEFAULT now(),
    CHECK ((lock_holder IS NULL) = (lock_since IS NULL))
);

COMMENT ON TABLE study IS 'One search, with its specification, its totals over all resumes and its lock';
COMMENT ON COLUMN study.id IS 'Row number; names the study in all other tables';
COMMENT ON COLUMN study.name IS 'Unique name, [a-z0-9-]';
COMMENT ON COLUMN study.state IS 'CREATED, RUNNING, PAUSED (can be resumed), COMPLETED (budget spent or space exhausted) or FAILED';
COMMENT ON COLUMN study.spec IS 'The normalised study file';
COMMENT ON COLUMN study.spec_hash IS 'SHA-256 of the normalised study file';
COMMENT ON COLUMN study.algorithm IS 'Search algorithm';
COMMENT ON COLUMN study.metric IS 'Objective metric';
COMMENT ON COLUMN study.goal IS 'Which way the metric is better: maximize or minimize';
COMMENT ON COLUMN study.max_epochs IS 'Epochs of the top rung';
COMMENT ON COLUMN study.slots IS 'Runs at once';
COMMENT ON COLUMN study.devices IS 'Devices of a run: its GPUs, or 1 where it uses none';
COMMENT ON COLUMN study.trials IS 'Trials so far, which is also the number of the last one';
COMMENT ON COLUMN study.running IS 'Trials that have a run under way';
COMMENT ON COLUMN study.decisions IS 'Decisions so far, which is also the number of the last one';
COMMENT ON COLUMN study.epochs IS 'Epochs measured, over all trials';
COMMENT ON COLUMN study.device_seconds IS 'Seconds that ended runs kept devices busy, times the devices of a run';
COMMENT ON COLUMN study.wall_seconds IS 'Seconds that coordinators have worked on the study, up to the last heartbeat';
COMMENT ON COLUMN study.lock_token IS 'Raised each time a coordinator takes the study; a coordinator with an older token can write nothing';
COMMENT ON COLUMN study.lock_holder IS 'Who works on the study; NULL when the lock was given back';
COMMENT ON COLUMN study.lock_application IS 'Spark application of the coordinator that holds or held the lock';
COMMENT ON COLUMN study.lock_since IS 'When the lock was taken; NULL when it was given back';
COMMENT ON COLUMN study.beat_at IS 'Up to when wall_seconds is counted: the last heartbeat of the present coordinator';
COMMENT ON COLUMN study.stop_requested_at IS 'When somebody asked the present coordinator to pause';
COMMENT ON COLUMN study.created_at IS 'When the study was created';
COMMENT ON COLUMN study.updated_at IS 'When the study or anything in it changed last, heartbeats apart';

CREATE TABLE rung (
    study_id bigint  NOT NULL REFERENCES study ON DELETE CASCADE,
    rung     integer NOT NULL CHECK (rung >= 0),
    epochs   integer NOT NULL CHECK (epochs >= 1),
    PRIMARY KEY (study_id, rung),
    UNIQUE (study_id, epochs)
);

COMMENT ON TABLE rung IS 'A level at which the trials of a study are compared';
COMMENT ON COLUMN rung.study_id IS 'The study';
COMMENT ON COLUMN rung.rung IS 'Number of the rung, from 0, lowest first';
COMMENT ON COLUMN rung.epochs IS 'Epochs a trial has trained when it reaches the rung';

CREATE TABLE trial (
    study_id       bigint           NOT NULL REFERENCES study ON DELETE CASCADE,
    trial          integer          NOT NULL CHECK (trial >= 1),
    state          text             NOT NULL
                   CHECK (state IN ('PENDING', 'RUNNING', 'PAUSED', 'COMPLETED', 'STOPPED', 'FAILED')),
    failure        text             CHECK (failure IN ('DIVERGED', 'OUT_OF_MEMORY', 'BAD_DATA', 'TRAINER_ERROR', 'LOST')),
    params         jsonb            NOT NULL CHECK (jsonb_typeof(params) = 'object'),
    seed           bigint           NOT NULL,
    proposed_by    text             NOT NULL,
    run            integer          NOT NULL CHECK (run >= 1),
    attempt        integer          NOT NULL CHECK (attempt >= 1),
    target_epoch   integer          NOT NULL CHECK (target_epoch >= 1),
    epoch          integer          NOT NULL DEFAULT 0 CHECK (epoch >= 0),
    -- Best values are finite or NULL, so that NaN, which PostgreSQL sorts above all numbers, is never the best.
    best_value     double precision CHECK (best_value > '-Infinity' AND best_value < 'Infinity'),
    best_epoch     integer,
    feasible_value double precision CHECK (feasible_value > '-Infinity' AND feasible_value < 'Infinity'),
    feasible_epoch integer,
    merit          double precision CHECK (merit > '-Infinity' AND merit < 'Infinity'),
    epoch_seconds  double precision NOT NULL DEFAULT 0,
    device_seconds double precision NOT NULL DEFAULT 0 CHECK (device_seconds >= 0),
    error          text             NOT NULL DEFAULT '',
    created_at     timestamptz      NOT NULL DEFAULT now(),
    updated_at     timestamptz      NOT NULL DEFAULT now(),
    ended_at       timestamptz,
    PRIMARY KEY (study_id, trial),
    CHECK ((state = 'FAILED') = (failure IS NOT NULL)),
    CHECK ((state IN ('COMPLETED', 'STOPPED', 'FAILED')) = (ended_at IS NOT NULL)),
    CHECK ((feasible_value IS NULL) = (merit IS NULL))
);

-- The order of the leaderboard: the best first, and among equals the earlier trial.
CREATE INDEX trial_by_merit ON trial (study_id, merit DESC, trial) WHERE merit IS NOT NULL AND state <> 'FAILED';
CREATE INDEX trial_by_state ON trial (study_id, state, trial);

COMMENT ON TABLE trial IS 'One configuration of a study';
COMMENT ON COLUMN trial.study_id IS 'The study';
COMMENT ON COLUMN trial.trial IS 'Number in the study, from 1, without gaps';
COMMENT ON COLUMN trial.state IS 'PENDING, RUNNING, PAUSED (has a checkpoint), COMPLETED, STOPPED (the search gave it up) or FAILED; the last three are final';
COMMENT ON COLUMN trial.failure IS 'Why it FAILED: DIVERGED, OUT_OF_MEMORY, BAD_DATA, TRAINER_ERROR or LOST';
COMMENT ON COLUMN trial.params IS 'The configuration: value by parameter';
COMMENT ON COLUMN trial.seed IS 'All that is random in the trial derives from it';
COMMENT ON COLUMN trial.proposed_by IS 'Who proposed the configuration: an algorithm, or start_with';
COMMENT ON COLUMN trial.run IS 'Its latest run; with attempt the fence: what any other run says is ignored';
COMMENT ON COLUMN trial.attempt IS 'The latest attempt at its latest run';
COMMENT ON COLUMN trial.target_epoch IS 'The epoch that its latest run is or was for';
COMMENT ON COLUMN trial.epoch IS 'Epochs measured';
COMMENT ON COLUMN trial.best_value IS 'Best finite value of the objective metric over its epochs; NULL when there is none';
COMMENT ON COLUMN trial.best_epoch IS 'The first epoch with best_value';
COMMENT ON COLUMN trial.feasible_value IS 'As best_value, over the epochs after which all constraints held';
COMMENT ON COLUMN trial.feasible_epoch IS 'The first epoch with feasible_value';
COMMENT ON COLUMN trial.merit IS 'feasible_value with the sign that makes larger better; orders the leaderboard';
COMMENT ON COLUMN trial.epoch_seconds IS 'Sum of the seconds of its epochs';
COMMENT ON COLUMN trial.device_seconds IS 'Seconds that its ended runs kept devices busy, times the devices of a run';
COMMENT ON COLUMN trial.error IS 'What went wrong last, in words; empty when nothing did';
COMMENT ON COLUMN trial.created_at IS 'When it was proposed';
COMMENT ON COLUMN trial.updated_at IS 'When it changed last';
COMMENT ON COLUMN trial.ended_at IS 'When it was finished; NULL before';

CREATE TABLE run (
    study_id       bigint           NOT NULL,
    trial          integer          NOT NULL,
    run            integer          NOT NULL CHECK (run >= 1),
    attempt        integer          NOT NULL CHECK (attempt >= 1),
    state          text             NOT NULL
                   CHECK (state IN ('DISPATCHED', 'RUNNING', 'REACHED', 'STOPPED', 'FAILED', 'LOST')),
    from_epoch     integer          NOT NULL CHECK (from_epoch >= 0),
    to_epoch       integer          NOT NULL,
    slot           integer          NOT NULL CHECK (slot >= 0),
    devices        integer          NOT NULL CHECK (devices >= 1),
    lock_token     bigint           NOT NULL,
    application    text             NOT NULL,
    host           text,
    executor       text,
    device         text,
    helpers        text,
    dispatched_at  timestamptz      NOT NULL DEFAULT now(),
    started_at     timestamptz,
    seen_at        timestamptz      NOT NULL DEFAULT now(),
    lease_until    timestamptz      NOT NULL,
    ended_at       timestamptz,
    device_seconds double precision NOT NULL DEFAULT 0 CHECK (device_seconds >= 0),
    outcome        text             NOT NULL DEFAULT '',
    PRIMARY KEY (study_id, trial, run, attempt),
    FOREIGN KEY (study_id, trial) REFERENCES trial ON DELETE CASCADE,
    CHECK (to_epoch > from_epoch),
    CHECK ((state IN ('DISPATCHED', 'RUNNING')) = (ended_at IS NULL))
);

-- Also says that a trial never has two runs under way.
CREATE UNIQUE INDEX run_under_way ON run (study_id, trial) WHERE state IN ('DISPATCHED', 'RUNNING');

COMMENT ON TABLE run IS 'One try at one stretch of one trial on one executor';
COMMENT ON COLUMN run.study_id IS 'The study';
COMMENT ON COLUMN run.trial IS 'The trial';
COMMENT ON COLUMN run.run IS 'The how-many-th stretch of the trial, from 1';
COMMENT ON COLUMN run.attempt IS 'The how-many-th try at the stretch, from 1';
COMMENT ON COLUMN run.state IS 'DISPATCHED, RUNNING, REACHED (its epoch, or an early stop), STOPPED, FAILED or LOST';
COMMENT ON COLUMN run.from_epoch IS 'Epochs trained before it';
COMMENT ON COLUMN run.to_epoch IS 'The epoch it is for';
COMMENT ON COLUMN run.slot IS 'The slot it goes to, from 0';
COMMENT ON COLUMN run.devices IS 'Devices it keeps busy';
COMMENT ON COLUMN run.lock_token IS 'The coordinator that dispatched it, as the lock token it held';
COMMENT ON COLUMN run.application IS 'The Spark application that it ran in';
COMMENT ON COLUMN run.host IS 'The host of its executor; NULL before it has started';
COMMENT ON COLUMN run.executor IS 'Its Spark executor; NULL before it has started';
COMMENT ON COLUMN run.device IS 'What it trained on, such as cpu or gpu 0; NULL before it has started';
COMMENT ON COLUMN run.helpers IS 'Native helpers it trained with, such as onednn: they change the last bits of results';
COMMENT ON COLUMN run.dispatched_at IS 'When it was handed to Spark';
COMMENT ON COLUMN run.started_at IS 'When its executor reported it; NULL before';
COMMENT ON COLUMN run.seen_at IS 'When its coordinator last vouched for it';
COMMENT ON COLUMN run.lease_until IS 'When it counts as stuck unless its coordinator vouches for it again';
COMMENT ON COLUMN run.ended_at IS 'When it ended; for a run that died with its coordinator, when it was last heard of';
COMMENT ON COLUMN run.device_seconds IS 'Seconds from started_at to ended_at, times devices';
COMMENT ON COLUMN run.outcome IS 'How it ended, in words';

CREATE TABLE epoch (
    study_id bigint           NOT NULL,
    trial    integer          NOT NULL,
    epoch    integer          NOT NULL CHECK (epoch >= 1),
    run      integer          NOT NULL,
    attempt  integer          NOT NULL,
    value    double precision NOT NULL,
    feasible boolean          NOT NULL,
    best     double precision CHECK (best > '-Infinity' AND best < 'Infinity'),
    seconds  double precision NOT NULL,
    at       timestamptz      NOT NULL DEFAULT now(),
    -- No epoch of a trial can stand twice, whoever trained it.
    PRIMARY KEY (study_id, trial, epoch),
    FOREIGN KEY (study_id, trial, run, attempt) REFERENCES run ON DELETE CASCADE
);

COMMENT ON TABLE epoch IS 'One epoch of one trial, trained and measured';
COMMENT ON COLUMN epoch.study_id IS 'The study';
COMMENT ON COLUMN epoch.trial IS 'The trial';
COMMENT ON COLUMN epoch.epoch IS 'The epoch, from 1';
COMMENT ON COLUMN epoch.run IS 'The run that trained it';
COMMENT ON COLUMN epoch.attempt IS 'The attempt that trained it';
COMMENT ON COLUMN epoch.value IS 'The objective metric after it; may be NaN or infinite';
COMMENT ON COLUMN epoch.feasible IS 'Whether all constraints of the objective held after it';
COMMENT ON COLUMN epoch.best IS 'Best finite value of the objective metric up to and with this epoch; NULL when there is none';
COMMENT ON COLUMN epoch.seconds IS 'Seconds of training, measuring and, when one was due, saving a checkpoint';
COMMENT ON COLUMN epoch.at IS 'When it was written down';

CREATE TABLE measurement (
    study_id bigint           NOT NULL,
    trial    integer          NOT NULL,
    epoch    integer          NOT NULL,
    metric   text             NOT NULL,
    value    double precision NOT NULL,
    PRIMARY KEY (study_id, trial, epoch, metric),
    FOREIGN KEY (study_id, trial, epoch) REFERENCES epoch ON DELETE CASCADE
);

COMMENT ON TABLE measurement IS 'One metric of one trial after one epoch';
COMMENT ON COLUMN measurement.study_id IS 'The study';
COMMENT ON COLUMN measurement.trial IS 'The trial';
COMMENT ON COLUMN measurement.epoch IS 'The epoch, from 1';
COMMENT ON COLUMN measurement.metric IS 'The metric';
COMMENT ON COLUMN measurement.value IS 'Its value; may be NaN or infinite';

CREATE TABLE checkpoint (
    study_id   bigint      NOT NULL,
    trial      integer     NOT NULL,
    epoch      integer     NOT NULL CHECK (epoch >= 1),
    run        integer     NOT NULL,
    attempt    integer     NOT NULL,
    uri        text        NOT NULL,
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes      bigint      NOT NULL CHECK (bytes >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, trial, epoch),
    FOREIGN KEY (study_id, trial, run, attempt) REFERENCES run ON DELETE CASCADE
);

COMMENT ON TABLE checkpoint IS 'A complete checkpoint file: model, updater and position of a trial after an epoch';
COMMENT ON COLUMN checkpoint.study_id IS 'The study';
COMMENT ON COLUMN checkpoint.trial IS 'The trial';
COMMENT ON COLUMN checkpoint.epoch IS 'The epoch it was written after';
COMMENT ON COLUMN checkpoint.run IS 'The run that wrote it';
COMMENT ON COLUMN checkpoint.attempt IS 'The attempt that wrote it';
COMMENT ON COLUMN checkpoint.uri IS 'Where the file lies, a Hadoop path';
COMMENT ON COLUMN checkpoint.sha256 IS 'SHA-256 of its content';
COMMENT ON COLUMN checkpoint.bytes IS 'Its length';
COMMENT ON COLUMN checkpoint.created_at IS 'When this row was written';

CREATE TABLE decision (
    study_id    bigint      NOT NULL REFERENCES study ON DELETE CASCADE,
    decision    bigint      NOT NULL CHECK (decision >= 1),
    kind        text        NOT NULL CHECK (kind IN ('START', 'CONTINUE', 'RETRY', 'END', 'FAIL', 'STUDY')),
    trial       integer,
    run         integer,
    attempt     integer,
    from_state  text,
    to_state    text,
    proposed_by text        NOT NULL,
    reason      text        NOT NULL,
    details     jsonb       NOT NULL DEFAULT '{}',
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (study_id, decision),
    FOREIGN KEY (study_id, trial) REFERENCES trial ON DELETE CASCADE,
    CHECK ((trial IS NULL) = (kind = 'STUDY'))
);

CREATE INDEX decision_by_trial ON decision (study_id, trial, decision);

COMMENT ON TABLE decision IS 'Something that was decided, or a state that changed, with its reason';
COMMENT ON COLUMN decision.study_id IS 'The study';
COMMENT ON COLUMN decision.decision IS 'Number in the study, from 1, without gaps';
COMMENT ON COLUMN decision.kind IS 'START, CONTINUE or RETRY of a run; END of a run; FAIL of a trial; STUDY: the study itself changed';
COMMENT ON COLUMN decision.trial IS 'The trial; NULL when it is about the study';
COMMENT ON COLUMN decision.run IS 'The run; NULL when it is about the study';
COMMENT ON COLUMN decision.attempt IS 'The attempt; NULL when it is about the study';
COMMENT ON COLUMN decision.from_state IS 'State of the trial or study before; NULL when it is new';
COMMENT ON COLUMN decision.to_state IS 'State of the trial or study after';
COMMENT ON COLUMN decision.proposed_by IS 'Who decided: an algorithm, or scheduler';
COMMENT ON COLUMN decision.reason IS 'Why, in a sentence';
COMMENT ON COLUMN decision.details IS 'Why, in numbers; NaN and infinities stand as words';
COMMENT ON COLUMN decision.at IS 'When';
