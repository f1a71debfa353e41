package dev.sextant.benchmarks;

import dev.sextant.sql.connect.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the server says it did, by its own statistics (PostgreSQL 14 or newer). */
final class DatabaseWork {
    private final DatabaseAddress address;
    private final Done before;

    DatabaseWork(DatabaseAddress address) {
        this.address = address;
        this.before = now();
    }

    Done sinceBegun() {
        Done now = now();
        return new Done(now.activeMillis - before.activeMillis, now.transactions - before.transactions);
    }

    private Done now() {
        try (Connection connection = DriverManager.getConnection(
                        address.url(),
                        address.user().orElseThrow(),
                        address.password().get().orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT active_time, xact_commit FROM pg_stat_database WHERE datname = current_database()")) {
            rows.next();
            return new Done(rows.getDouble(1), rows.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException("The server does not tell its statistics: " + e.getMessage(), e);
        }
    }

    /**
     * @param activeMillis spent in statements
     * @param transactions committed
     */
    record Done(double activeMillis, long transactions) {}
}
