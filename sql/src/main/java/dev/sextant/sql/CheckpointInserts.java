package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes the checkpoints of one study. */
final class CheckpointInserts {
    private final Handle handle;
    private final long study;

    CheckpointInserts(Handle handle, long study) {
        this.handle = handle;
        this.study = study;
    }

    /**
     * Writes checkpoints in one statement. Those of an attempt that is not the latest are ignored. Of several
     * checkpoints of one epoch the last one is kept.
     */
    void insert(List<Saved> saved) {
        handle.createUpdate(
                        """
                        INSERT INTO checkpoint (study_id, trial, epoch, run, attempt, uri, sha256, bytes)
                        SELECT DISTINCT ON (c.trial, c.epoch)
                               :study, c.trial, c.epoch, c.run, c.attempt, c.uri, c.sha256, c.bytes
                        FROM unnest(:trials, :epochs, :runs, :attempts, :uris, :hashes, :bytes) WITH ORDINALITY
                             AS c (trial, epoch, run, attempt, uri, sha256, bytes, position)
                        JOIN trial t ON t.study_id = :study AND t.trial = c.trial AND t.run = c.run
                                    AND t.attempt = c.attempt
                        ORDER BY c.trial, c.epoch, c.position DESC
                        ON CONFLICT (study_id, trial, epoch) DO UPDATE
                        SET run = excluded.run, attempt = excluded.attempt, uri = excluded.uri,
                            sha256 = excluded.sha256, bytes = excluded.bytes, created_at = now()""")
                .bind("study", study)
                .bindArray(
                        "trials",
                        Integer.class,
                        saved.stream().map(s -> s.key().trial()).toList())
                .bindArray(
                        "epochs",
                        Integer.class,
                        saved.stream().map(s -> s.checkpoint().epoch()).toList())
                .bindArray(
                        "runs",
                        Integer.class,
                        saved.stream().map(s -> s.key().run()).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        saved.stream().map(s -> s.key().attempt()).toList())
                .bindArray(
                        "uris",
                        String.class,
                        saved.stream().map(s -> s.checkpoint().uri()).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        saved.stream().map(s -> s.checkpoint().sha256()).toList())
                .bindArray(
                        "bytes",
                        Long.class,
                        saved.stream().map(s -> s.checkpoint().bytes()).toList())
                .execute();
    }

    record Saved(RunKey key, Checkpoint checkpoint) {}
}
