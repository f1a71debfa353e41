package dev.sextant.sql;

import dev.sextant.sql.row.ServerFacts;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reads what a server says about itself. Needs no schema and no rights but to connect. */
final class ServerInspection {
    private static final String FACTS =
            """
            SELECT current_setting('server_version') AS version,
                   current_setting('server_encoding') AS encoding,
                   pg_database_size(current_database()) AS bytes,
                   schema.oid IS NOT NULL AS schema_exists,
                   CASE WHEN schema.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                        ELSE pg_has_role(schema.nspowner, 'USAGE') END AS may_migrate,
                   (SELECT coalesce(bool_and(has_schema_privilege(schema.oid, 'USAGE')
                                AND has_table_privilege(t.oid, 'SELECT') AND has_table_privilege(t.oid, 'INSERT')
                                AND has_table_privilege(t.oid, 'UPDATE')
                                AND has_table_privilege(t.oid, 'DELETE')), true)
                    FROM pg_class t WHERE t.relnamespace = schema.oid AND t.relkind = 'r') AS may_write,
                   pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS read_only,
                   coalesce(inet_client_addr() <> inet_server_addr(), false) AS remote,
                   coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
                   (SELECT sum(numbackends)::integer FROM pg_stat_database) AS connections,
                   current_setting('max_connections')::integer
                       - current_setting('superuser_reserved_connections')::integer AS max_connections,
                   current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean
                       AND current_setting('synchronous_commit') <> 'off' AS durable
            FROM (SELECT) one LEFT JOIN pg_namespace schema ON schema.nspname = 'sextant'""";

    /** All are in milliseconds. A server that does not know one of them has no row for it. */
    private static final String TIMEOUTS =
            """
            SELECT name, setting::bigint FROM pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout',
                           'idle_in_transaction_session_timeout') AND setting::bigint > 0""";

    private ServerInspection() {}

    static ServerFacts read(Handle handle) {
        Map<String, Duration> timeouts = new TreeMap<>();
        handle.createQuery(TIMEOUTS)
                .map((row, context) -> Map.entry(row.getString(1), Duration.ofMillis(row.getLong(2))))
                .forEach(timeout -> timeouts.put(timeout.getKey(), timeout.getValue()));
        return handle.createQuery(FACTS)
                .map((row, context) -> new ServerFacts(
                        row.getString("version"),
                        row.getString("encoding"),
                        row.getLong("bytes"),
                        row.getBoolean("schema_exists"),
                        row.getBoolean("may_migrate"),
                        row.getBoolean("may_write"),
                        row.getBoolean("read_only"),
                        row.getBoolean("remote"),
                        row.getBoolean("encrypted"),
                        row.getInt("connections"),
                        row.getInt("max_connections"),
                        timeouts,
                        row.getBoolean("durable")))
                .one();
    }
}
