package dev.sextant.coordinator.docs;

import dev.sextant.sql.connect.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Connections as psql makes them: past Sextant, with its schema on the search path. */
final class Databases {
    private Databases() {}

    static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.url(),
                address.user().orElseThrow(),
                address.password().get().orElseThrow());
    }
}
