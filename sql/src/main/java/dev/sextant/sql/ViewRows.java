package dev.sextant.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.DecisionRow;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.LogRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.RungRow;
import dev.sextant.sql.row.SlotRow;
import dev.sextant.sql.row.StopRequest;
import dev.sextant.sql.row.StuckRun;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialSummary;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts rows of the views to records. */
final class ViewRows {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private ViewRows() {}

    static StudySummary study(ResultSet row) throws SQLException {
        return new StudySummary(
                row.getString("study"),
                StudyState.valueOf(row.getString("state")),
                row.getString("algorithm"),
                row.getString("metric"),
                Goal.valueOf(row.getString("goal").toUpperCase(Locale.ROOT)),
                row.getInt("trials"),
                row.getInt("running"),
                number(row, "best_value"),
                integer(row, "best_trial"),
                row.getLong("epochs"),
                row.getDouble("device_seconds"),
                sharedSeconds(row),
                row.getDouble("wall_seconds"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "updated_at").orElseThrow(),
                text(row, "holder"),
                instant(row, "holder_since"),
                instant(row, "beat_at"),
                instant(row, "read_at").orElseThrow(),
                tags(row),
                notes(row));
    }

    static TrialSummary trial(ResultSet row) throws SQLException {
        return new TrialSummary(
                row.getString("study"),
                row.getInt("trial"),
                TrialState.valueOf(row.getString("state")),
                text(row, "failure").map(FailureKind::valueOf),
                number(row, "value"),
                row.getInt("epoch"),
                integer(row, "rung"),
                params(row),
                row.getString("error"),
                row.getDouble("device_seconds"),
                row.getString("proposed_by"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "ended_at"),
                integer(row, "best_epoch"),
                number(row, "feasible_value"),
                integer(row, "feasible_epoch"),
                row.getInt("target_epoch"),
                row.getLong("seed"),
                tags(row),
                notes(row));
    }

    static LeaderboardRow leader(ResultSet row) throws SQLException {
        return new LeaderboardRow(
                row.getLong("rank"),
                row.getInt("trial"),
                row.getDouble("value"),
                row.getInt("epoch"),
                params(row),
                TrialState.valueOf(row.getString("state")));
    }

    static RungRow rung(ResultSet row) throws SQLException {
        return new RungRow(
                row.getInt("rung"),
                row.getInt("epochs"),
                row.getInt("reached"),
                row.getInt("promoted"),
                number(row, "best"),
                number(row, "median"));
    }

    static SlotRow slot(ResultSet row) throws SQLException {
        return new SlotRow(
                row.getInt("slot"),
                text(row, "host"),
                text(row, "device"),
                integer(row, "trial"),
                integer(row, "epoch"),
                integer(row, "to_epoch"),
                instant(row, "since"));
    }

    static StuckRun stuckRun(ResultSet row) throws SQLException {
        return new StuckRun(
                row.getInt("trial"),
                row.getInt("run"),
                text(row, "host"),
                instant(row, "since").orElseThrow(),
                row.getString("why"));
    }

    static StopRequest stopRequest(ResultSet row) throws SQLException {
        return new StopRequest(instant(row, "stop_requested_at").orElseThrow(), text(row, "requester"));
    }

    static RunSummary run(ResultSet row) throws SQLException {
        return new RunSummary(
                row.getInt("trial"),
                row.getInt("run"),
                row.getInt("attempt"),
                row.getInt("from_epoch"),
                row.getInt("to_epoch"),
                RunState.valueOf(row.getString("state")),
                text(row, "host"),
                text(row, "device"),
                text(row, "helpers"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getDouble("device_seconds"),
                sharedSeconds(row),
                row.getString("outcome"));
    }

    static Measurement measurement(ResultSet row) throws SQLException {
        return new Measurement(
                row.getInt("trial"),
                row.getInt("epoch"),
                row.getString("metric"),
                row.getDouble("value"),
                row.getDouble("seconds"),
                row.getInt("run"),
                row.getInt("attempt"),
                instant(row, "at").orElseThrow());
    }

    static LogRow log(ResultSet row) throws SQLException {
        return new LogRow(
                row.getInt("run"),
                row.getInt("attempt"),
                row.getLong("starts"),
                row.getLong("ends"),
                row.getString("text"),
                instant(row, "at").orElseThrow());
    }

    static DecisionRow decision(ResultSet row) throws SQLException {
        return new DecisionRow(
                row.getLong("decision"),
                integer(row, "trial"),
                instant(row, "at").orElseThrow(),
                DecisionKind.valueOf(row.getString("kind")),
                row.getString("proposed_by"),
                row.getString("reason"),
                text(row, "from_state"),
                row.getString("to_state"),
                row.getString("details"));
    }

    /** Reads a column that the views have since version 5. */
    private static double sharedSeconds(ResultSet row) throws SQLException {
        return has(row, "shared_seconds") ? row.getDouble("shared_seconds") : 0;
    }

    private static List<String> tags(ResultSet row) throws SQLException {
        return has(row, "tags") ? List.of((String[]) row.getArray("tags").getArray()) : List.of();
    }

    private static int notes(ResultSet row) throws SQLException {
        return has(row, "notes") ? row.getInt("notes") : 0;
    }

    /** Whether the view has a column, which those of an older schema may lack. */
    private static boolean has(ResultSet row, String name) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnName(column).equals(name)) {
                return true;
            }
        }
        return false;
    }

    static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalInt integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(java.sql.Timestamp::toInstant);
    }

    private static SortedMap<String, Object> params(ResultSet row) throws SQLException {
        try {
            return Collections.unmodifiableSortedMap(
                    JSON.readValue(row.getString("params"), new TypeReference<TreeMap<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new SQLException("Configuration is not a JSON object: " + row.getString("params"), e);
        }
    }
}
