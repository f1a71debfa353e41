package dev.sextant.sql;

import dev.sextant.sql.connect.DatabaseException;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/** A role that may read everything in the schema and change nothing. */
final class ReadOnlyRole {
    private final String name;

    ReadOnlyRole(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new DatabaseException(
                    "Role name (" + name + ") must consist of a-z, 0-9 and _, and not begin with a digit");
        }
        this.name = name;
    }

    void create(Handle handle, Optional<String> password) throws SQLException {
        boolean exists = handle.createQuery("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :name)")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
        if (!exists) {
            handle.execute("CREATE ROLE " + name + " LOGIN");
        }
        handle.execute("ALTER ROLE " + name + " SET search_path = sextant, public");
        handle.execute("ALTER ROLE " + name + " SET default_transaction_read_only = on");
        handle.execute("GRANT USAGE ON SCHEMA sextant TO " + name);
        handle.execute("GRANT SELECT ON ALL TABLES IN SCHEMA sextant TO " + name);
        handle.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA sextant GRANT SELECT ON TABLES TO " + name);
        if (password.isPresent()) {
            // The driver computes the verifier here: the password is neither sent nor logged by the server.
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .alterUserPassword(name, password.get().toCharArray(), "scram-sha-256");
        }
    }
}
