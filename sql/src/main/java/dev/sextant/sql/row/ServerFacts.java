package dev.sextant.sql.row;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database server says about itself, and about the rights of its user.
 *
 * @param version version of the server, such as {@code 16.4}
 * @param encoding encoding of the database, such as {@code UTF8}
 * @param bytes size of the database
 * @param schemaExists whether the schema {@code sextant} exists
 * @param mayMigrate whether the user may create the schema or, if it exists, change its tables
 * @param mayWrite whether the user may write all tables of the schema; true if there are none
 * @param readOnly whether the server is a standby, or the user's transactions are read-only by default
 * @param remote whether the connection comes over a network
 * @param encrypted whether the connection is encrypted
 * @param connections number of connections to the server
 * @param maxConnections largest number of connections of users without special rights
 * @param timeouts timeouts that are set, by the name of their setting
 * @param durable whether a committed transaction survives a power failure
 */
public record ServerFacts(
        String version,
        String encoding,
        long bytes,
        boolean schemaExists,
        boolean mayMigrate,
        boolean mayWrite,
        boolean readOnly,
        boolean remote,
        boolean encrypted,
        int connections,
        int maxConnections,
        Map<String, Duration> timeouts,
        boolean durable) {
    /** Copies the map. */
    public ServerFacts {
        timeouts = new TreeMap<>(timeouts);
    }
}
