package dev.sextant.sql;

import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.StorableText;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes parts of logs, and deletes those between the beginning and the end of a long log. A log that cannot be written is
 * missing; the transaction goes on.
 */
final class LogInserts {
    private static final Logger LOG = LoggerFactory.getLogger(LogInserts.class);
    private static final String SAVEPOINT = "before_log";

    private static final String INSERT =
            """
            WITH
            -- the fence: only the latest run and attempt of a trial
            part AS (
                SELECT p.*
                FROM unnest(:trials, :runs, :attempts, :starts, :ends, :texts)
                     AS p (trial, run, attempt, starts, ends, text)
                JOIN trial t ON t.study_id = :study AND t.trial = p.trial AND t.run = p.run AND t.attempt = p.attempt),
            written AS (
                INSERT INTO run_log (study_id, trial, run, attempt, starts, ends, text)
                SELECT :study, trial, run, attempt, starts, ends, text FROM part
                ON CONFLICT DO NOTHING)
            DELETE FROM run_log l
            USING (SELECT trial, run, attempt, max(ends) AS ends FROM part GROUP BY trial, run, attempt) n
            WHERE l.study_id = :study AND l.trial = n.trial AND l.run = n.run AND l.attempt = n.attempt
              AND l.starts >= :first AND l.ends < n.ends - :last""";

    private final Handle handle;
    private final long study;

    LogInserts(Handle handle, long study) {
        this.handle = handle;
        this.study = study;
    }

    private record Part(RunKey key, LogPart log) {}

    /** Writes the logs that come with reports. Ignores those of an older attempt, and parts that are written already. */
    void insert(List<? extends RunReport> reports) {
        List<Part> parts = new ArrayList<>();
        reports.forEach(report -> report.log().forEach(log -> parts.add(new Part(report.key(), log))));
        if (parts.isEmpty()) {
            return;
        }
        handle.savepoint(SAVEPOINT);
        try {
            write(parts);
            handle.releaseSavepoint(SAVEPOINT);
        } catch (JdbiException e) {
            handle.rollbackToSavepoint(SAVEPOINT);
            LOG.warn("The logs of {} runs are not written: {}", parts.size(), String.valueOf(e.getCause()));
        }
    }

    private void write(List<Part> parts) {
        handle.createUpdate(INSERT)
                .bind("study", study)
                .bind("first", LogPart.FIRST)
                .bind("last", LogPart.LAST)
                .bindArray(
                        "trials",
                        Integer.class,
                        parts.stream().map(part -> part.key.trial()).toList())
                .bindArray(
                        "runs",
                        Integer.class,
                        parts.stream().map(part -> part.key.run()).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        parts.stream().map(part -> part.key.attempt()).toList())
                .bindArray(
                        "starts",
                        Long.class,
                        parts.stream().map(part -> part.log.from()).toList())
                .bindArray(
                        "ends",
                        Long.class,
                        parts.stream().map(part -> part.log.to()).toList())
                .bindArray(
                        "texts",
                        String.class,
                        parts.stream()
                                .map(part -> StorableText.of(part.log.text()))
                                .toList())
                .execute();
    }
}
