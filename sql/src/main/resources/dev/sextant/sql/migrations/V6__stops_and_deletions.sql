-- Who stopped and deleted what.

ALTER TABLE study ADD COLUMN stop_requested_by text;

COMMENT ON COLUMN study.stop_requested_by IS 'Who asked the coordinator to pause: user, host; cleared with stop_requested_at by the next coordinator';

CREATE TABLE deleted_study (
    id             bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text             NOT NULL,
    trials         integer          NOT NULL,
    epochs         bigint           NOT NULL,
    device_seconds double precision NOT NULL,
    created_at     timestamptz      NOT NULL,
    deleted_at     timestamptz      NOT NULL DEFAULT now(),
    deleted_by     text             NOT NULL
);

CREATE INDEX deleted_study_by_name ON deleted_study (name, deleted_at);

COMMENT ON TABLE deleted_study IS 'A study that was deleted';
COMMENT ON COLUMN deleted_study.id IS 'Row number of this record';
COMMENT ON COLUMN deleted_study.name IS 'Its name, which a later study may have again';
COMMENT ON COLUMN deleted_study.trials IS 'Number of its trials';
COMMENT ON COLUMN deleted_study.epochs IS 'Number of its measured epochs';
COMMENT ON COLUMN deleted_study.device_seconds IS 'Seconds that its ended runs kept devices busy, times the devices of a run';
COMMENT ON COLUMN deleted_study.created_at IS 'When it was created';
COMMENT ON COLUMN deleted_study.deleted_at IS 'When it was deleted';
COMMENT ON COLUMN deleted_study.deleted_by IS 'Who deleted it: user, host';
