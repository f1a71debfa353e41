package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StorableText;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Writes that a run has started, has ended, or was lost with its coordinator. The device time of a run comes from the
 * coordinator; that of a run without one is the time between its rows, which is never negative, even if the server's clock
 * was set back meanwhile.
 */
final class RunUpdates {
    private final Handle handle;
    private final long study;
    private final StudyDelta delta;

    RunUpdates(Handle handle, long study, StudyDelta delta) {
        this.handle = handle;
        this.study = study;
        this.delta = delta;
    }

    void started(RunReport.Started report) {
        handle.createUpdate(
                        """
                        UPDATE run r SET state = 'RUNNING', host = :host, executor = :executor, device = :device,
                                         helpers = :helpers, started_at = now(), seen_at = now()
                        FROM trial t
                        WHERE r.study_id = :study AND r.trial = :trial AND r.run = :run AND r.attempt = :attempt
                          AND r.state = 'DISPATCHED'
                          AND t.study_id = r.study_id AND t.trial = r.trial AND t.run = r.run AND t.attempt = r.attempt""")
                .bind("study", study)
                .bind("trial", report.key().trial())
                .bind("run", report.key().run())
                .bind("attempt", report.key().attempt())
                .bind("host", report.host())
                .bind("executor", report.executor())
                .bind("device", report.device())
                .bind("helpers", report.helpers())
                .execute();
        delta.touch();
    }

    boolean end(RunEnd end, Duration deviceTime) {
        RunKey key = end.key();
        Optional<Double> deviceSeconds = handle.createQuery(
                        """
                        WITH ended AS (
                            UPDATE run r
                            SET state = :runState, ended_at = now(), outcome = :outcome,
                                device_seconds = :deviceSeconds
                            FROM trial t
                            WHERE r.study_id = :study AND r.trial = :trial AND r.run = :run AND r.attempt = :attempt
                              AND r.state IN ('DISPATCHED', 'RUNNING')
                              AND t.study_id = r.study_id AND t.trial = r.trial AND t.state = 'RUNNING'
                              AND t.run = r.run AND t.attempt = r.attempt
                            RETURNING r.trial, r.device_seconds, r.shared_seconds)
                        UPDATE trial t
                        SET state = :trialState, failure = :failure, error = :error,
                            device_seconds = t.device_seconds
                                + greatest(0, ended.device_seconds - ended.shared_seconds),
                            updated_at = now(),
                            ended_at = CASE WHEN :finished THEN now() END
                        FROM ended
                        WHERE t.study_id = :study AND t.trial = ended.trial
                        RETURNING ended.device_seconds""")
                .bind("study", study)
                .bind("trial", key.trial())
                .bind("run", key.run())
                .bind("attempt", key.attempt())
                .bind("runState", end.runState().name())
                .bind("deviceSeconds", deviceTime.toNanos() / 1e9)
                .bind("trialState", end.trialState().name())
                .bind("failure", end.failure().map(FailureKind::name).orElse(null))
                .bind("error", StorableText.of(end.error()))
                .bind("outcome", outcome(end))
                .bind("finished", end.trialState().isFinished())
                .mapTo(Double.class)
                .findOne();
        if (deviceSeconds.isEmpty()) {
            return hasEndedWith(end);
        }
        insertCheckpoints(key, end.checkpoints());
        delta.runEnded(deviceSeconds.get());
        delta.decided(
                key, Optional.of(TrialState.RUNNING.name()), end.trialState().name(), end.decision());
        return true;
    }

    private static String outcome(RunEnd end) {
        return StorableText.of(end.error().isEmpty() ? end.decision().reason() : end.error());
    }

    /** Whether this same end is recorded: then the call is repeated, because its first answer was lost. */
    private boolean hasEndedWith(RunEnd end) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM run r
                            JOIN trial t ON t.study_id = r.study_id AND t.trial = r.trial AND t.run = r.run
                                        AND t.attempt = r.attempt
                            WHERE r.study_id = :study AND r.trial = :trial AND r.run = :run AND r.attempt = :attempt
                              AND r.state = :runState AND r.outcome = :outcome AND t.state = :trialState)""")
                .bind("study", study)
                .bind("trial", end.key().trial())
                .bind("run", end.key().run())
                .bind("attempt", end.key().attempt())
                .bind("runState", end.runState().name())
                .bind("trialState", end.trialState().name())
                .bind("outcome", outcome(end))
                .mapTo(Boolean.class)
                .one();
    }

    void stopTrial(RunKey latest, Decision decision) {
        record Before(String state, boolean isLatest) {
            boolean isWaiting() {
                return state.equals(TrialState.PENDING.name()) || state.equals(TrialState.PAUSED.name());
            }
        }
        Before before = handle.createQuery(
                        """
                        SELECT state, run = :run AND attempt = :attempt FROM trial
                        WHERE study_id = :study AND trial = :trial""")
                .bind("study", study)
                .bind("trial", latest.trial())
                .bind("run", latest.run())
                .bind("attempt", latest.attempt())
                .map((row, context) -> new Before(row.getString(1), row.getBoolean(2)))
                .one();
        if (before.state().equals(TrialState.STOPPED.name())) {
            return; // the call is repeated, because its first answer was lost
        }
        if (!before.isLatest() || !before.isWaiting()) {
            throw new DatabaseException("Cannot stop trial " + latest.trial() + ": it is " + before.state()
                    + ". Only a PENDING or PAUSED trial can be stopped without a run");
        }
        handle.createUpdate(
                        """
                        UPDATE trial SET state = 'STOPPED', ended_at = now(), updated_at = now()
                        WHERE study_id = :study AND trial = :trial""")
                .bind("study", study)
                .bind("trial", latest.trial())
                .execute();
        delta.decided(latest, Optional.of(before.state()), TrialState.STOPPED.name(), decision);
    }

    private void insertCheckpoints(RunKey key, List<Checkpoint> checkpoints) {
        if (!checkpoints.isEmpty()) {
            new CheckpointInserts(handle, study)
                    .insert(checkpoints.stream()
                            .map(checkpoint -> new CheckpointInserts.Saved(key, checkpoint))
                            .toList());
        }
    }

    List<RunKey> reap(String why) {
        record Reaped(RunKey key, String state, double deviceSeconds) {}
        List<Reaped> reaped = handle.createQuery(
                        """
                        WITH
                        -- when each run under way was last heard of
                        last_sign AS (
                            SELECT r.trial, r.run, r.attempt,
                                   greatest(r.seen_at, r.started_at,
                                            (SELECT max(e.at) FROM epoch e
                                             WHERE e.study_id = r.study_id AND e.trial = r.trial
                                               AND e.run = r.run AND e.attempt = r.attempt)) AS at
                            FROM run r
                            WHERE r.study_id = :study AND r.state IN ('DISPATCHED', 'RUNNING')),
                        lost AS (
                            UPDATE run r
                            SET state = 'LOST', outcome = :why, ended_at = s.at,
                                device_seconds = coalesce(extract(epoch FROM s.at - r.started_at) * r.devices, 0)
                            FROM last_sign s
                            WHERE r.study_id = :study AND r.trial = s.trial AND r.run = s.run AND r.attempt = s.attempt
                            RETURNING r.trial, r.run, r.attempt, r.device_seconds, r.shared_seconds),
                        -- the newest usable checkpoint of each running trial, and the epoch of the top rung
                        saved AS (
                            SELECT t.trial, s.max_epochs AS top, coalesce(max(c.epoch), 0) AS epoch
                            FROM trial t
                            JOIN study s ON s.id = t.study_id
                            LEFT JOIN checkpoint c
                                   ON c.study_id = t.study_id AND c.trial = t.trial AND c.epoch <= t.epoch
                            WHERE t.study_id = :study AND t.state = 'RUNNING'
                            GROUP BY t.trial, s.max_epochs)
                        UPDATE trial t
                        SET state = CASE WHEN saved.epoch >= saved.top THEN 'COMPLETED'
                                         WHEN saved.epoch >= 1 THEN 'PAUSED' ELSE 'PENDING' END,
                            ended_at = CASE WHEN saved.epoch >= saved.top THEN now() END,
                            error = CASE WHEN saved.epoch >= saved.top THEN '' ELSE :why END,
                            device_seconds = t.device_seconds + greatest(0, lost.device_seconds - lost.shared_seconds),
                            updated_at = now()
                        FROM lost
                        JOIN saved ON saved.trial = lost.trial
                        WHERE t.study_id = :study AND t.trial = lost.trial AND t.state = 'RUNNING'
                          AND t.run = lost.run AND t.attempt = lost.attempt
                        RETURNING t.trial, t.run, t.attempt, t.state, lost.device_seconds""")
                .bind("study", study)
                .bind("why", StorableText.of(why))
                .map((row, context) -> new Reaped(
                        new RunKey(study, row.getInt(1), row.getInt(2), row.getInt(3)),
                        row.getString(4),
                        row.getDouble(5)))
                .list();
        Decision decision = Decision.byScheduler(DecisionKind.END, why);
        for (Reaped run : reaped) {
            delta.runEnded(run.deviceSeconds());
            delta.decided(run.key(), Optional.of(TrialState.RUNNING.name()), run.state(), decision);
        }
        return reaped.stream().map(Reaped::key).toList();
    }
}
