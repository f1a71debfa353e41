package dev.sextant.sql;

import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
import dev.sextant.sql.row.MigrationStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The version of the schema {@code sextant}, and its migration to this program's version. */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String NAME = "sextant";
    private static final String HISTORY = "schema_history";
    private static final String LOCATION = "classpath:dev/sextant/sql/migrations";

    /** Version of the latest migration, so that opening a database that is up to date need not start Flyway. */
    private static final String VERSION = "8";

    private final DatabaseAddress address;
    private final ErrorTranslator errors;
    private final DataSource connections;

    Schema(DatabaseAddress address, DataSource connections, ErrorTranslator errors) {
        this.address = address;
        this.errors = errors;
        this.connections = connections;
    }

    private Flyway flyway() {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(connections)
                .locations(LOCATION)
                .schemas(NAME)
                .defaultSchema(NAME)
                .createSchemas(true)
                .table(HISTORY)
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .ignoreMigrationPatterns("*:future")
                .load();
    }

    /**
     * Whether the last recorded migration is this program's latest. If it is not, or if that cannot be read, {@link #status}
     * says why.
     */
    static boolean isCurrent(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT success AND version = '" + VERSION + "' FROM " + NAME
                        + "." + HISTORY + " ORDER BY installed_rank DESC LIMIT 1")) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            LOG.debug("Cannot read the migration history of schema {} directly", NAME, e);
            return false;
        }
    }

    MigrationStatus status() {
        try {
            MigrationInfoService info = flyway().info();
            // The row in which Flyway records that it created the schema has no version.
            Optional<MigrationVersion> current =
                    Optional.ofNullable(info.current()).map(MigrationInfo::getVersion);
            MigrationVersion known = Arrays.stream(info.all())
                    .filter(migration -> migration.getState().isResolved())
                    .map(MigrationInfo::getVersion)
                    .filter(Objects::nonNull)
                    .max(MigrationVersion::compareTo)
                    .orElse(MigrationVersion.EMPTY);
            boolean newer = current.map(version -> version.compareTo(known) > 0).orElse(false);
            List<String> pending = Arrays.stream(info.pending())
                    .map(migration -> migration.getVersion() + " " + migration.getDescription())
                    .toList();
            return new MigrationStatus(
                    current.map(MigrationVersion::toString).orElse("0"), known.toString(), pending, newer);
        } catch (FlywayException e) {
            throw errors.explain("Cannot read the version of schema " + NAME, e);
        }
    }

    /** Applies the pending migrations. Flyway takes a lock, so that one process at a time does. */
    MigrationStatus migrate() {
        refuseNewer(status());
        requireRightToCreate();
        try {
            flyway().migrate();
            return status();
        } catch (FlywayException e) {
            DatabaseException why = errors.explain("Cannot migrate schema " + NAME, e);
            if (ErrorTranslator.isGone(e)) {
                throw why;
            }
            throw new DatabaseException(
                    why.getMessage()
                            + ". The user needs the CREATE privilege on the database (GRANT CREATE ON DATABASE ... TO"
                            + " ...) or, if the schema exists, must own it. Or let its owner run: sextant db migrate",
                    e);
        }
    }

    /** Checks for a missing privilege, which Flyway would report only after retrying for ten seconds. */
    private void requireRightToCreate() {
        String allowed =
                """
                SELECT has_database_privilege(current_database(), 'CREATE')
                    OR EXISTS (SELECT FROM pg_namespace WHERE nspname = '%s')"""
                        .formatted(NAME);
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(allowed)) {
            rows.next();
            if (!rows.getBoolean(1)) {
                throw new DatabaseException("Cannot create schema " + NAME + " in " + address + ": "
                        + address.userText()
                        + " lacks the CREATE privilege. As the database's owner, run: GRANT CREATE ON DATABASE ... TO ...,"
                        + " or: sextant db migrate");
            }
        } catch (SQLException e) {
            throw errors.explain("Cannot read the privileges in " + address, e);
        }
    }

    void refuseNewer(MigrationStatus status) {
        if (status.newerThanProgram()) {
            throw new DatabaseException("Schema " + NAME + " in " + address + " has version " + status.database()
                    + ", but this program knows version " + status.program() + " at most. Use a newer Sextant");
        }
    }

    /** Returns the exception for a question that an older schema cannot answer. */
    static DatabaseException tooOld(String summary, MigrationStatus status, Exception cause) {
        return new DatabaseException(
                summary + ": schema " + NAME
                        + (status.isEmpty() ? " does not exist" : " has version " + status.database())
                        + ", but this needs version " + status.program() + ". Pending: "
                        + String.join(", ", status.pending())
                        + ". Run `sextant db migrate` when no older Sextant uses the database",
                cause);
    }
}
