package dev.sextant.sql;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.sql.connect.DatabaseAddress;
import java.util.Map;

/** Rows of a study as a version wrote them that knew the first migrations only. */
public final class OldRows {
    private OldRows() {}

    /** Inserts a study with one trial, of one run of one epoch. */
    public static void insert(DatabaseAddress address, StudySpec spec) {
        Map<String, Object> columns = Studies.specColumns(spec);
        SharedServer.execute(
                address,
                """
                INSERT INTO sextant.study (name, state, spec, spec_hash, algorithm, metric, goal, max_epochs, slots,
                                           devices, trials, decisions, epochs)
                VALUES ('%s', 'PAUSED', '%s', '%s', '%s', '%s', '%s', %s, %s, %s, 1, 1, 1)"""
                        .formatted(
                                spec.name(),
                                columns.get("spec").toString().replace("'", "''"),
                                columns.get("hash"),
                                columns.get("algorithm"),
                                columns.get("metric"),
                                columns.get("goal"),
                                columns.get("maxEpochs"),
                                columns.get("slots"),
                                columns.get("devices")),
                """
                INSERT INTO sextant.trial (study_id, trial, state, params, seed, proposed_by, run, attempt, target_epoch,
                                           epoch)
                SELECT id, 1, 'PAUSED', '%s', 7, 'random', 1, 1, 3, 1 FROM sextant.study WHERE name = '%s'"""
                        .formatted(SpecJson.write(Samples.configuration(1)), spec.name()),
                """
                INSERT INTO sextant.run (study_id, trial, run, attempt, state, from_epoch, to_epoch, slot, devices,
                                         lock_token, application, lease_until, ended_at)
                SELECT id, 1, 1, 1, 'LOST', 0, 3, 0, 1, 1, 'local', now(), now() FROM sextant.study WHERE name = '%s'"""
                        .formatted(spec.name()),
                """
                INSERT INTO sextant.epoch (study_id, trial, epoch, run, attempt, value, feasible, seconds)
                SELECT id, 1, 1, 1, 1, 0.5, true, 1 FROM sextant.study WHERE name = '%s'"""
                        .formatted(spec.name()),
                """
                INSERT INTO sextant.decision (study_id, decision, kind, to_state, proposed_by, reason)
                SELECT id, 1, 'STUDY', 'CREATED', 'scheduler', 'the study was created' FROM sextant.study
                WHERE name = '%s'"""
                        .formatted(spec.name()));
    }
}
