package dev.sextant.sql.optuna;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.Goal;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;

/**
 * A database of Optuna 3 or newer, read in one transaction that changes nothing. Not safe for use by many threads.
 *
 * <p>The tables are those of Optuna's {@code storages/_rdb/models.py}. Their form is named by the row of {@code
 * alembic_version}: {@code v3.0.0.d} or later.
 */
public final class OptunaDatabase implements AutoCloseable {
    /** Seconds after which a server that says nothing counts as gone. */
    private static final int SILENCE = 60;

    private static final String OLDEST_VERSION = "v3.0.0.d";

    private final Connection connection;
    private final String name;

    private OptunaDatabase(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Opens a SQLite file.
     *
     * @throws DatabaseException if it is no database of Optuna
     */
    public static OptunaDatabase open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        // Not by DriverManager: the file's name may contain what it takes for properties.
        return open(file.toString(), () -> config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
    }

    /**
     * Opens a PostgreSQL database.
     *
     * @throws DatabaseException if it cannot be reached, or is no database of Optuna
     */
    public static OptunaDatabase open(DatabaseAddress address) {
        return open(address.toString(), () -> {
            Connection connection = new Connections(address, SILENCE).getConnection();
            connection.setSchema("public");
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return connection;
        });
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    private static OptunaDatabase open(String name, Opening opening) {
        Connection connection;
        try {
            connection = opening.open();
        } catch (SQLException e) {
            throw new DatabaseException("Cannot open " + name + ": " + e.getMessage(), e);
        }
        OptunaDatabase database = new OptunaDatabase(connection, name);
        try {
            database.checkVersion();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void checkVersion() {
        List<String> versions;
        try {
            versions = column("SELECT version_num FROM alembic_version");
            column("SELECT study_name FROM studies LIMIT 1");
        } catch (SQLException e) {
            throw new DatabaseException(name + " is not a database of Optuna: " + e.getMessage(), e);
        }
        String version = versions.stream().findFirst().orElse("none");
        if (version.compareTo(OLDEST_VERSION) < 0 || !version.startsWith("v")) {
            throw new DatabaseException(name + " has the tables of an older Optuna (" + version
                    + "). Run `optuna storage upgrade` of Optuna 3 or newer on a copy, and import that");
        }
    }

    private List<String> column(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Returns the names of all studies, in the order of their creation. */
    public List<String> studies() {
        try {
            return column("SELECT study_name FROM studies ORDER BY study_id");
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads a study.
     *
     * @throws DatabaseException if it does not exist, has several objectives, or holds something unexpected
     */
    public OptunaStudy study(String study) {
        try {
            int id = Integer.parseInt(one("SELECT study_id FROM studies WHERE study_name = ?", study)
                    .orElseThrow(() -> new DatabaseException("There is no study " + study + " in " + name + ". It has: "
                            + String.join(", ", studies()))));
            Goal goal = goal(study, id);
            Optional<String> metric = one(
                            "SELECT value_json FROM study_system_attributes WHERE study_id = " + id + " AND key = ?",
                            "study:metric_names")
                    .flatMap(OptunaDatabase::onlyName);
            Map<String, Distribution> distributions = distributions(id);
            List<Parameter> parameters = new ArrayList<>();
            distributions.forEach((parameter, distribution) -> parameters.add(distribution.parameter(parameter)));
            return new OptunaStudy(study, goal, metric, parameters, trials(id, distributions));
        } catch (SQLException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unreadable(e);
        }
    }

    private DatabaseException unreadable(Exception cause) {
        return new DatabaseException("Cannot read " + name + ": " + cause.getMessage(), cause);
    }

    private Goal goal(String study, int id) throws SQLException {
        List<String> directions =
                column("SELECT direction FROM study_directions WHERE study_id = " + id + " ORDER BY objective");
        if (directions.size() != 1) {
            throw new DatabaseException("Study " + study + " of " + name + " has " + directions.size()
                    + " objectives. Only studies with one can be imported");
        }
        return switch (directions.get(0)) {
            case "MAXIMIZE" -> Goal.MAXIMIZE;
            case "MINIMIZE" -> Goal.MINIMIZE;
            default -> throw new DatabaseException("Study " + study + " of " + name + " has no direction");
        };
    }

    private static Optional<String> onlyName(String json) {
        try {
            return Optional.of(Distribution.JSON.readTree(json))
                    .filter(names -> names.isArray() && names.size() == 1)
                    .map(names -> names.get(0).asText());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Optional<String> one(String query, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private Map<String, Distribution> distributions(int id) throws SQLException {
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        each(
                """
                SELECT p.param_name, p.distribution_json FROM trial_params p JOIN trials t ON t.trial_id = p.trial_id
                WHERE t.study_id = %d GROUP BY p.param_name, p.distribution_json ORDER BY min(p.param_id)"""
                        .formatted(id),
                row -> {
                    String parameter = row.getString(1);
                    distributions.merge(
                            parameter,
                            Distribution.of(row.getString(2)),
                            (first, second) -> first.with(second, parameter));
                });
        return distributions;
    }

    private List<OptunaTrial> trials(int id, Map<String, Distribution> distributions) throws SQLException {
        Map<Integer, Map<String, Object>> values = new HashMap<>();
        each(
                """
                SELECT p.trial_id, p.param_name, p.param_value, p.distribution_json
                FROM trial_params p JOIN trials t ON t.trial_id = p.trial_id WHERE t.study_id = %d"""
                        .formatted(id),
                row -> {
                    Distribution distribution = distributions.get(row.getString(2));
                    values.computeIfAbsent(row.getInt(1), trial -> new HashMap<>())
                            .put(row.getString(2), distribution.value(row.getDouble(3)));
                });
        Map<Integer, Double> results = new HashMap<>();
        each(
                """
                SELECT v.trial_id, v.value, v.value_type FROM trial_values v JOIN trials t ON t.trial_id = v.trial_id
                WHERE t.study_id = %d AND v.objective = 0"""
                        .formatted(id),
                row -> results.put(row.getInt(1), number(row.getDouble(2), row.getString(3))));
        Map<Integer, SortedMap<Integer, Double>> reports = new HashMap<>();
        each(
                """
                SELECT i.trial_id, i.step, i.intermediate_value, i.intermediate_value_type
                FROM trial_intermediate_values i JOIN trials t ON t.trial_id = i.trial_id WHERE t.study_id = %d"""
                        .formatted(id),
                row -> reports.computeIfAbsent(row.getInt(1), trial -> new TreeMap<>())
                        .put(row.getInt(2), number(row.getDouble(3), row.getString(4))));
        List<OptunaTrial> trials = new ArrayList<>();
        each("SELECT trial_id, number, state FROM trials WHERE study_id = %d ORDER BY number".formatted(id), row -> {
            Double result = results.get(row.getInt(1));
            trials.add(new OptunaTrial(
                    row.getInt(2),
                    OptunaTrial.State.valueOf(row.getString(3)),
                    values.getOrDefault(row.getInt(1), Map.of()),
                    result == null ? OptionalDouble.empty() : OptionalDouble.of(result),
                    reports.getOrDefault(row.getInt(1), new TreeMap<>())));
        });
        return trials;
    }

    /** Returns a stored number, whose kind is in a column of its own, as not all databases can store infinities. */
    private static double number(double value, String kind) {
        return switch (kind) {
            case "FINITE" -> value;
            case "INF_POS" -> Double.POSITIVE_INFINITY;
            case "INF_NEG" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, Row reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
