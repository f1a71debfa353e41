package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.CheckpointRow;
import dev.sextant.sql.row.DecisionRow;
import dev.sextant.sql.row.DeletedStudy;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.LogRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.StopRequest;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialDetails;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Reads studies for people, from the views. Every call reads in one snapshot, takes no locks and delays no coordinator. For
 * a study that does not exist, lists and optionals are empty. Safe for use by many threads.
 */
public final class StudyQueries {
    private static final int FETCH_ROWS = 1_000;
    private static final String TRIALS =
            """
            SELECT t.*, b.feasible_epoch FROM trials t JOIN trial b ON b.study_id = t.study_id AND b.trial = t.trial
            WHERE t.study = :study""";

    private final Database database;

    StudyQueries(Database database) {
        this.database = database;
    }

    /** Returns what a coordinator would load: all trials with their learning curves. */
    public StudySnapshot snapshot(StudyRow study) {
        return read(handle -> new SnapshotReader(handle, study.id(), study.spec()).load());
    }

    /** Returns all studies, the most recently changed first. */
    public List<StudySummary> studies() {
        return readAll(
                handle -> handle.createQuery("SELECT *, now() AS read_at FROM studies ORDER BY updated_at DESC, study")
                        .map((row, context) -> ViewRows.study(row))
                        .list());
    }

    /** Returns the summary of one study. */
    public Optional<StudySummary> study(String study) {
        return readOne(handle -> summary(handle, study));
    }

    private static Optional<StudySummary> summary(Handle handle, String study) {
        return of(handle, "SELECT *, now() AS read_at FROM studies WHERE study = :study", study)
                .map((row, context) -> ViewRows.study(row))
                .findOne();
    }

    /** Returns the status of a study, read in one snapshot. */
    public Optional<StudyStatus> status(String study) {
        return readOne(handle -> summary(handle, study).map(summary -> status(handle, summary)));
    }

    private static StudyStatus status(Handle handle, StudySummary summary) {
        record Cost(double saved, OptionalDouble perPoint) {}
        String study = summary.study();
        Cost cost = of(handle, "SELECT * FROM cost WHERE study = :study", study)
                .map((row, context) ->
                        new Cost(row.getDouble("saved_by_stopping"), ViewRows.number(row, "per_point_of_improvement")))
                .one();
        return new StudyStatus(
                summary,
                spec(handle, study),
                leaderboard(handle, study, 1).stream().findFirst(),
                trialsByState(handle, study),
                list(handle, "SELECT * FROM rungs WHERE study = :study ORDER BY rung", study, ViewRows::rung),
                list(handle, "SELECT * FROM slots WHERE study = :study ORDER BY slot", study, ViewRows::slot),
                list(handle, "SELECT * FROM stuck_runs WHERE study = :study ORDER BY since", study, ViewRows::stuckRun),
                cost.saved(),
                cost.perPoint(),
                stopRequest(handle, study));
    }

    private static Optional<StopRequest> stopRequest(Handle handle, String study) {
        // As JSON, in which a column that an older schema lacks is null.
        return of(
                        handle,
                        """
                        SELECT stop_requested_at, to_jsonb(s) ->> 'stop_requested_by' AS requester FROM study s
                        WHERE name = :study AND stop_requested_at IS NOT NULL""",
                        study)
                .map((row, context) -> ViewRows.stopRequest(row))
                .findOne();
    }

    /** Returns the last deletion of a study of this name. */
    public Optional<DeletedStudy> deleted(String study) {
        return readOne(handle -> DeletedStudies.find(handle, study));
    }

    private static StudySpec spec(Handle handle, String study) {
        return of(handle, "SELECT spec FROM study WHERE name = :study", study)
                .map((row, context) -> SpecJson.read(row.getString(1)))
                .one();
    }

    private static Map<TrialState, Integer> trialsByState(Handle handle, String study) {
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        of(
                        handle,
                        """
                        SELECT t.state, count(*) FROM trial t JOIN study s ON s.id = t.study_id
                        WHERE s.name = :study GROUP BY t.state""",
                        study)
                .map((row, context) -> Map.entry(TrialState.valueOf(row.getString(1)), row.getInt(2)))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /**
     * Returns trials of a study.
     *
     * @param states states of the trials; empty for all states
     * @param limit maximum number of trials
     */
    public List<TrialSummary> trials(String study, Set<TrialState> states, TrialOrder order, int limit) {
        return readAll(handle -> of(
                        handle,
                        TRIALS + " AND (:all OR t.state = ANY (:states)) ORDER BY " + order.sql() + " LIMIT :limit",
                        study)
                .bind("all", states.isEmpty())
                .bindArray(
                        "states",
                        String.class,
                        states.stream().map(TrialState::name).toList())
                .bind("limit", limit)
                .map((row, context) -> ViewRows.trial(row))
                .list());
    }

    /** Returns one trial with its runs, measurements, checkpoints and decisions. */
    public Optional<TrialDetails> trial(String study, int trial) {
        return readOne(handle -> of(handle, TRIALS + " AND t.trial = :trial", study)
                .bind("trial", trial)
                .map((row, context) -> ViewRows.trial(row))
                .findOne()
                .map(summary -> new TrialDetails(
                        summary,
                        ofTrial(handle, "runs", "run, attempt", study, trial, ViewRows::run),
                        ofTrial(handle, "learning_curves", "epoch, metric", study, trial, ViewRows::measurement),
                        checkpoints(handle, study, trial),
                        ofTrial(handle, "decisions_explained", "decision", study, trial, ViewRows::decision),
                        Annotations.notes(handle, study).stream()
                                .filter(note -> note.trial().equals(OptionalInt.of(trial)))
                                .toList())));
    }

    /** Returns the logs of a trial's runs, each in its order. */
    public List<LogRow> logs(String study, int trial) {
        return readAll(handle -> ofTrial(handle, "run_logs", "run, attempt, starts", study, trial, ViewRows::log));
    }

    /**
     * Returns the checkpoints that were recorded, ordered by study, trial and epoch. The files of superseded ones are
     * deleted, their rows are not.
     *
     * @param study name of the study; empty for all studies
     */
    public List<CheckpointRow> checkpoints(Optional<String> study) {
        return readAll(handle -> handle.createQuery(
                        """
                        SELECT s.name, c.trial, c.epoch, c.uri, c.sha256, c.bytes, c.created_at, <best> AS best,
                               <latest> AS latest
                        FROM checkpoint c
                        JOIN trial t ON t.study_id = c.study_id AND t.trial = c.trial
                        JOIN study s ON s.id = c.study_id
                        WHERE :all OR s.name = :study
                        ORDER BY s.name, c.trial, c.epoch""")
                .define("best", CheckpointRow.BEST)
                .define("latest", CheckpointRow.LATEST)
                .bind("all", study.isEmpty())
                .bind("study", study.orElse(""))
                .map((row, context) -> new CheckpointRow(
                        row.getString("name"),
                        row.getInt("trial"),
                        new Checkpoint(
                                row.getInt("epoch"),
                                row.getString("uri"),
                                row.getString("sha256"),
                                row.getLong("bytes")),
                        row.getBoolean("best"),
                        row.getBoolean("latest"),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }

    private static List<Checkpoint> checkpoints(Handle handle, String study, int trial) {
        return of(
                        handle,
                        """
                        SELECT c.epoch, c.uri, c.sha256, c.bytes FROM checkpoint c JOIN study s ON s.id = c.study_id
                        WHERE s.name = :study AND c.trial = :trial ORDER BY c.epoch DESC""",
                        study)
                .bind("trial", trial)
                .map((row, context) ->
                        new Checkpoint(row.getInt(1), row.getString(2), row.getString(3), row.getLong(4)))
                .list();
    }

    private static <T> List<T> ofTrial(
            Handle handle, String view, String order, String study, int trial, RowReader<T> reader) {
        return of(handle, "SELECT * FROM " + view + " WHERE study = :study AND trial = :trial ORDER BY " + order, study)
                .bind("trial", trial)
                .map((row, context) -> reader.read(row))
                .list();
    }

    /** Returns the best trials, best first. */
    public List<LeaderboardRow> leaderboard(String study, int limit) {
        return readAll(handle -> leaderboard(handle, study, limit));
    }

    private static List<LeaderboardRow> leaderboard(Handle handle, String study, int limit) {
        return of(handle, "SELECT * FROM leaderboard WHERE study = :study ORDER BY rank LIMIT :limit", study)
                .bind("limit", limit)
                .map((row, context) -> ViewRows.leader(row))
                .list();
    }

    /** Returns the latest decisions, newest first. */
    public List<DecisionRow> decisions(String study, int limit) {
        return readAll(handle -> of(
                        handle,
                        "SELECT * FROM decisions_explained WHERE study = :study ORDER BY decision DESC LIMIT :limit",
                        study)
                .bind("limit", limit)
                .map((row, context) -> ViewRows.decision(row))
                .list());
    }

    /** Passes all trials to a consumer, in the order of their numbers, without holding them in memory. */
    public void exportTrials(String study, Consumer<TrialSummary> sink) {
        export(TRIALS + " ORDER BY t.trial", study, ViewRows::trial, sink);
    }

    /** Passes all measurements to a consumer, ordered by trial, epoch and metric, without holding them in memory. */
    public void exportMeasurements(String study, Consumer<Measurement> sink) {
        export(
                "SELECT * FROM learning_curves WHERE study = :study ORDER BY trial, epoch, metric",
                study,
                ViewRows::measurement,
                sink);
    }

    /** Passes all decisions to a consumer, oldest first, without holding them in memory. */
    public void exportDecisions(String study, Consumer<DecisionRow> sink) {
        export(
                "SELECT * FROM decisions_explained WHERE study = :study ORDER BY decision",
                study,
                ViewRows::decision,
                sink);
    }

    private <T> void export(String sql, String study, RowReader<T> reader, Consumer<T> sink) {
        read(handle -> {
            // Inside a transaction the driver fetches in portions.
            of(handle, sql, study)
                    .setFetchSize(FETCH_ROWS)
                    .map((row, context) -> reader.read(row))
                    .forEach(sink);
            return true;
        });
    }

    private <T> Optional<T> readOne(Function<Handle, Optional<T>> body) {
        return database.hasNoSchema() ? Optional.empty() : read(body);
    }

    private <T> List<T> readAll(Function<Handle, List<T>> body) {
        return database.hasNoSchema() ? List.of() : read(body);
    }

    private <T> T read(Function<Handle, T> body) {
        return database.with("Cannot read from " + database.address(), () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    return body.apply(handle);
                }));
    }

    private static <T> List<T> list(Handle handle, String sql, String study, RowReader<T> reader) {
        return of(handle, sql, study).map((row, context) -> reader.read(row)).collect(Collectors.toUnmodifiableList());
    }

    private static Query of(Handle handle, String sql, String study) {
        return handle.createQuery(sql).bind("study", study);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
