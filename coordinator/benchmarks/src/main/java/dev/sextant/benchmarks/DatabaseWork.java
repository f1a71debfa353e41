package dev.sextant.benchmarks;

import dev.sextant.sql.connect.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Work of the database server, according to its own statistics (PostgreSQL 14 or newer). */
final class DatabaseWork {
    private final DatabaseAddress address;
    private final Work before;

    DatabaseWork(DatabaseAddress address) {
        this.address = address;
        this.before = now();
    }

    /** The work since this object was created. */
    Work sinceStart() {
        Work now = now();
        return new Work(now.activeMillis - before.activeMillis, now.transactions - before.transactions);
    }

    private Work now() {
        try (Connection connection = DriverManager.getConnection(
                        address.url(),
                        address.user().orElseThrow(),
                        address.password().get().orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT active_time, xact_commit FROM pg_stat_database WHERE datname = current_database()")) {
            rows.next();
            return new Work(rows.getDouble(1), rows.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the statistics of the server: " + e.getMessage(), e);
        }
    }

    /**
     * Work of the server.
     *
     * @param activeMillis milliseconds spent in statements
     * @param transactions number of committed transactions
     */
    record Work(double activeMillis, long transactions) {}
}
