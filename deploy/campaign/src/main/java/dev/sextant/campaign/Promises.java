package dev.sextant.campaign;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the rows of a study must be like when no coordinator works on it. Each query returns what breaks a promise. */
final class Promises {
    private Promises() {}

    private static final String STUDY = " FROM sextant.study s WHERE s.name = ? AND ";

    /** Promises that hold at any time between two transactions, with their queries. */
    static final Map<String, String> ALWAYS = new LinkedHashMap<>();

    /** Promises that hold when the study is over, or paused. */
    static final Map<String, String> AT_REST = new LinkedHashMap<>();

    static {
        ALWAYS.put(
                "an epoch is recorded once",
                """
                SELECT trial, epoch, count(*) FROM sextant.learning_curves
                WHERE study = ? AND metric = 'accuracy' GROUP BY trial, epoch HAVING count(*) > 1""");
        ALWAYS.put(
                "no epoch is missing below the last one of a trial",
                """
                SELECT e.trial, count(*), max(e.epoch) FROM sextant.epoch e JOIN sextant.study s ON s.id = e.study_id
                WHERE s.name = ? GROUP BY e.trial HAVING count(*) <> max(e.epoch)""");
        ALWAYS.put(
                "the epochs of a study are those of its trials",
                "SELECT s.epochs" + STUDY
                        + "s.epochs <> (SELECT count(*) FROM sextant.epoch e WHERE e.study_id = s.id)");
        ALWAYS.put(
                "the trials of a study are numbered without gaps",
                "SELECT s.trials" + STUDY
                        + "(s.trials, s.trials) IS DISTINCT FROM (SELECT (count(*)::int, coalesce(max(t.trial), 0))"
                        + " FROM sextant.trial t WHERE t.study_id = s.id)");
        ALWAYS.put(
                "the decisions of a study are numbered without gaps",
                "SELECT s.decisions" + STUDY + "EXISTS (SELECT 1 FROM sextant.decision d WHERE d.study_id = s.id"
                        + " HAVING count(*) <> s.decisions OR coalesce(max(d.decision), 0) <> s.decisions)");
        ALWAYS.put(
                "the running trials of a study are those in state RUNNING",
                "SELECT s.running" + STUDY + "s.running <> (SELECT count(*) FROM sextant.trial t"
                        + " WHERE t.study_id = s.id AND t.state = 'RUNNING')");
        ALWAYS.put(
                "the time of a study is that of its trials and of shared work",
                "SELECT s.device_seconds" + STUDY + "abs(s.device_seconds - s.shared_seconds - (SELECT"
                        + " coalesce(sum(t.device_seconds), 0) FROM sextant.trial t WHERE t.study_id = s.id)) > 1e-3");
        ALWAYS.put(
                "the time of a study is that of its runs",
                "SELECT s.device_seconds" + STUDY + "abs(s.device_seconds - (SELECT coalesce(sum(r.device_seconds), 0)"
                        + " FROM sextant.run r WHERE r.study_id = s.id AND r.ended_at IS NOT NULL)) > 1e-3");
        ALWAYS.put(
                "a trial knows how far it is, and its best value",
                """
                SELECT t.trial, t.epoch, t.best_value, t.best_epoch FROM sextant.trial t
                JOIN sextant.study s ON s.id = t.study_id
                LEFT JOIN LATERAL (SELECT count(*) AS epochs FROM sextant.epoch e
                                   WHERE e.study_id = t.study_id AND e.trial = t.trial) n ON true
                LEFT JOIN LATERAL (SELECT e.value, e.epoch FROM sextant.epoch e
                                   WHERE e.study_id = t.study_id AND e.trial = t.trial
                                     AND e.value > '-Infinity' AND e.value < 'Infinity'
                                   ORDER BY e.value DESC, e.epoch LIMIT 1) b ON true
                WHERE s.name = ? AND (t.epoch <> n.epochs OR t.best_value IS DISTINCT FROM b.value
                                      OR t.best_epoch IS DISTINCT FROM b.epoch)""");
        ALWAYS.put(
                "the leaderboard begins with the best value of all trials that did not fail",
                """
                SELECT l.trial, l.value FROM sextant.leaderboard l WHERE l.study = ? AND l.rank = 1
                AND l.value <> (SELECT max(t.best_value) FROM sextant.trial t
                                WHERE t.study_id = l.study_id AND t.state <> 'FAILED')""");
        ALWAYS.put(
                "the latest run of a trial is the one with the highest attempt",
                """
                SELECT t.trial, t.run, t.attempt FROM sextant.trial t JOIN sextant.study s ON s.id = t.study_id
                WHERE s.name = ? AND (t.run, t.attempt) <> (SELECT r.run, r.attempt FROM sextant.run r
                    WHERE r.study_id = t.study_id AND r.trial = t.trial
                    ORDER BY r.run DESC, r.attempt DESC LIMIT 1)""");
        ALWAYS.put(
                "an attempt records nothing after a newer one was dispatched",
                """
                SELECT e.trial, e.epoch, e.run, e.attempt FROM sextant.epoch e JOIN sextant.study s ON s.id = e.study_id
                WHERE s.name = ? AND EXISTS (SELECT 1 FROM sextant.run r WHERE r.study_id = e.study_id
                    AND r.trial = e.trial AND (r.run, r.attempt) > (e.run, e.attempt) AND r.dispatched_at < e.at)""");
        ALWAYS.put(
                "an attempt saves nothing after a newer one was dispatched",
                """
                SELECT c.trial, c.epoch, c.run, c.attempt FROM sextant.checkpoint c
                JOIN sextant.study s ON s.id = c.study_id
                WHERE s.name = ? AND EXISTS (SELECT 1 FROM sextant.run r WHERE r.study_id = c.study_id
                    AND r.trial = c.trial AND (r.run, r.attempt) > (c.run, c.attempt)
                    AND r.dispatched_at < c.created_at)""");
        ALWAYS.put(
                "runs of a trial do not overlap",
                """
                SELECT a.trial, a.run, a.attempt, b.run, b.attempt FROM sextant.run a
                JOIN sextant.study s ON s.id = a.study_id
                JOIN sextant.run b ON b.study_id = a.study_id AND b.trial = a.trial
                    AND (b.run, b.attempt) > (a.run, a.attempt)
                WHERE s.name = ? AND coalesce(a.ended_at, 'infinity') > b.dispatched_at""");
        AT_REST.put(
                "no run is under way in a study that has ended",
                "SELECT trial, run, attempt, state FROM sextant.runs WHERE study = ?"
                        + " AND state IN ('DISPATCHED', 'RUNNING')");
        AT_REST.put(
                "no trial is RUNNING in a study that has ended",
                "SELECT trial FROM sextant.trials WHERE study = ? AND state = 'RUNNING'");
        AT_REST.put(
                "nobody holds a study that has ended", "SELECT s.lock_holder" + STUDY + "s.lock_holder IS NOT NULL");
    }
}
