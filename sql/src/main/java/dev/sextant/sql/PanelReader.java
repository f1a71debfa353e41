package dev.sextant.sql;

import dev.sextant.sql.panel.Panel;
import dev.sextant.sql.panel.RowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.postgresql.util.PGobject;

/** Runs the queries of panels in transactions that can only read. Safe for use by many threads. */
public final class PanelReader {
    private static final int FETCH_ROWS = 1_000;

    private final Database database;

    PanelReader(Database database) {
        this.database = database;
    }

    /**
     * Runs a query and passes its rows on, without holding them in memory.
     *
     * @param parameters value by parameter; others are ignored
     * @throws UncheckedIOException if the sink throws an exception
     */
    public void read(Panel panel, Map<String, Object> parameters, RowSink sink) {
        if (database.hasNoSchema()) {
            passNothing(sink);
            return;
        }
        database.with("Cannot read from " + database.address(), () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    return handle.createQuery(panel.sql())
                            .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                            .bindMap(parameters)
                            // Inside a transaction the driver fetches in portions.
                            .setFetchSize(FETCH_ROWS)
                            .scanResultSet((rows, context) -> pass(rows.get(), sink));
                }));
    }

    private static void passNothing(RowSink sink) {
        try {
            sink.columns(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean pass(ResultSet rows, RowSink sink) throws SQLException {
        try {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i));
            }
            sink.columns(names);
            while (rows.next()) {
                List<Object> values = new ArrayList<>(names.size());
                for (int i = 1; i <= names.size(); i++) {
                    values.add(plain(rows.getObject(i)));
                }
                sink.row(values);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object plain(Object value) throws SQLException {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant();
        }
        if (value instanceof PGobject json) {
            return new RowSink.JsonValue(json.getValue());
        }
        if (value instanceof Array array) {
            return Arrays.asList((Object[]) array.getArray());
        }
        return value;
    }
}
