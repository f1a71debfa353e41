package dev.sextant.sql.dump;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of a study and their columns. */
final class DumpTables {
    /** Tables that others refer to come first. */
    static final List<String> NAMES = List.of(
            "study",
            "rung",
            "trial",
            "run",
            "run_log",
            "epoch",
            "measurement",
            "checkpoint",
            "evaluation",
            "decision",
            "request",
            "note",
            "tag",
            "earlier_study",
            "earlier_trial");

    private DumpTables() {}

    /** Returns the name of the column that contains the study's row number, which is the first column of its table. */
    static String key(String table) {
        return table.equals("study") ? "id" : "study_id";
    }

    /** Returns the columns of a table; empty if the schema does not have the table yet. */
    static List<String> columns(Connection connection, String table) throws SQLException {
        String sql =
                """
                SELECT quote_ident(attname) FROM pg_attribute
                WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                ORDER BY attname <> ?, attnum""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "sextant." + table);
            statement.setString(2, key(table));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
                return columns;
            }
        }
    }
}
