package dev.sextant.sql;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StorableText;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.Request;
import dev.sextant.sql.row.StudyRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * Requests of people to the coordinator of a study. A request stands until a coordinator answers it: one that runs the study
 * does so within seconds, otherwise the next one does. Safe for use by many threads.
 */
public final class Requests {
    private final Database database;

    Requests(Database database) {
        this.database = database;
    }

    /**
     * Asks for the end of a trial. Does nothing if somebody has asked before.
     *
     * @param requester who asks, for people: user@host
     * @return whether a coordinator runs the study
     * @throws DatabaseException if the study was deleted, or the schema is too old
     */
    public boolean stopTrial(StudyRow study, int trial, String requester) {
        return insert(study, "STOP", Map.of("trial", trial), requester);
    }

    /**
     * Asks for a trial with a configuration. The caller has checked the configuration.
     *
     * @param requester who asks, for people: user@host
     * @return whether a coordinator runs the study
     * @throws DatabaseException if the study was deleted, or the schema is too old
     */
    public boolean tryConfiguration(StudyRow study, Configuration configuration, String requester) {
        return insert(study, "TRY", Map.of("params", SpecJson.write(configuration)), requester);
    }

    /** Returns the first trial of a study that has a configuration. */
    public OptionalInt trialWith(StudyRow study, Configuration configuration) {
        return database.with("Cannot read the trials of study " + study.spec().name(), () -> database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                """
                                SELECT trial FROM trial WHERE study_id = :study AND params = CAST(:params AS jsonb)
                                ORDER BY trial LIMIT 1""")
                        .bind("study", study.id())
                        .bind("params", SpecJson.write(configuration))
                        .mapTo(Integer.class)
                        .findOne()
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty())));
    }

    private boolean insert(StudyRow study, String kind, Map<String, Object> content, String requester) {
        String name = study.spec().name();
        return database.with(
                "Cannot write a request to study " + name, () -> database.jdbi().inTransaction(handle -> {
                    lock(handle, study);
                    handle.createUpdate(
                                    """
                                    INSERT INTO request (study_id, request, kind, trial, params, requested_by)
                                    SELECT :study, coalesce(max(request), 0) + 1, :kind, CAST(:trial AS integer),
                                           CAST(:params AS jsonb), :requester
                                    FROM request WHERE study_id = :study
                                    ON CONFLICT (study_id, trial) WHERE kind = 'STOP' DO NOTHING""")
                            .bind("study", study.id())
                            .bind("kind", kind)
                            .bind("trial", (Integer) content.get("trial"))
                            .bind("params", (String) content.get("params"))
                            .bind("requester", StorableText.of(requester))
                            .execute();
                    Studies.announce(handle, name);
                    return StudyLock.isHeld(handle, study.id());
                }));
    }

    /** Locks the study's row, so that requests get numbers without gaps, and updates the time of its last change. */
    private static void lock(Handle handle, StudyRow study) {
        int rows = handle.execute("UPDATE study SET updated_at = now() WHERE id = ?", study.id());
        if (rows == 0) {
            throw new DatabaseException("Study " + study.spec().name() + " has been deleted");
        }
    }

    /** Returns the requests that no coordinator has answered, oldest first. */
    public List<Request> open(StudyRow study) {
        return database.with("Cannot read the requests to study " + study.spec().name(), () -> database.jdbi()
                .withHandle(handle -> open(handle, study.id(), study.spec().space())));
    }

    static List<Request> open(Handle handle, long study, SearchSpace space) {
        return handle.createQuery(
                        """
                        SELECT request, kind, trial, params, requested_by FROM request
                        WHERE study_id = :study AND answered_at IS NULL ORDER BY request""")
                .bind("study", study)
                .map((row, context) -> request(row, space))
                .list();
    }

    private static Request request(ResultSet row, SearchSpace space) throws SQLException {
        int number = row.getInt("request");
        String requester = row.getString("requested_by");
        return row.getString("kind").equals("STOP")
                ? new Request.StopTrial(number, row.getInt("trial"), requester)
                : new Request.TryConfiguration(
                        number, SpecJson.readConfiguration(row.getString("params"), space), requester);
    }

    /** Answers a request. Changes nothing if it is answered already. */
    static void answer(Handle handle, long study, int request, Optional<Integer> trial, String answer) {
        handle.createUpdate(
                        """
                        UPDATE request SET answered_at = now(), answer = :answer, trial = coalesce(:trial, trial)
                        WHERE study_id = :study AND request = :request AND answered_at IS NULL""")
                .bind("answer", StorableText.of(answer))
                .bind("trial", trial.orElse(null))
                .bind("study", study)
                .bind("request", request)
                .execute();
    }
}
