package dev.sextant.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of one study, read directly from the server. Used by one thread. */
final class Rows implements AutoCloseable {
    private static final String NO_TABLE = "42P01";
    private static final int TRIES = 3;

    private final PostgresServer server;
    private final String study;
    private Connection connection;

    Rows(PostgresServer server, String study) {
        this.server = server;
        this.study = study;
    }

    String study() {
        return study;
    }

    /** Returns the rows of a query with the study's name as its only parameter; columns are separated by bars. */
    List<String> query(String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(sql);
            } catch (SQLException e) {
                if (NO_TABLE.equals(e.getSQLState())) {
                    return List.of(); // before the first migration
                }
                close();
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private List<String> attempt(String sql) throws SQLException {
        if (connection == null) {
            connection = server.connect();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, study);
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(result.getString(column));
                    }
                    rows.add(String.join(" | ", row));
                }
            }
            return rows;
        }
    }

    /** Returns the state of the study, or {@code absent}. */
    String state() throws SQLException {
        List<String> states = query("SELECT state FROM sextant.studies WHERE study = ?");
        return states.isEmpty() ? "absent" : states.get(0);
    }

    int epochs() throws SQLException {
        List<String> epochs = query("SELECT epochs FROM sextant.studies WHERE study = ?");
        return epochs.isEmpty() ? 0 : Integer.parseInt(epochs.get(0));
    }

    /** Returns how often a coordinator has taken the study. */
    long lockToken() throws SQLException {
        List<String> tokens = query("SELECT lock_token FROM sextant.study WHERE name = ?");
        return tokens.isEmpty() ? 0 : Long.parseLong(tokens.get(0));
    }

    /** Returns measured epochs: trial, epoch, run, attempt, value. */
    List<String> measured() throws SQLException {
        return query("SELECT e.trial, e.epoch, e.run, e.attempt, e.value FROM sextant.epoch e"
                + " JOIN sextant.study s ON s.id = e.study_id WHERE s.name = ? ORDER BY e.trial, e.epoch");
    }

    /** Returns what a study has come to: its trials and their values after each epoch. */
    List<String> results() throws SQLException {
        List<String> results = new ArrayList<>(query("SELECT trial, state, failure, params, value, epoch, best_epoch"
                + " FROM sextant.trials WHERE study = ? ORDER BY trial"));
        results.addAll(query("SELECT trial, epoch, metric, value FROM sextant.learning_curves"
                + " WHERE study = ? AND metric IN ('accuracy', 'loss') ORDER BY trial, epoch, metric"));
        return results;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The server has cut it off.
            }
            connection = null;
        }
    }
}
