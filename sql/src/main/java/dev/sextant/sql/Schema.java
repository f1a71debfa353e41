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

/** The version of the schema {@code sextant}: what it is and how it is brought up to this program's. */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String NAME = "sextant";
    private static final String HISTORY = "schema_history";
    private static final String LOCATION = "classpath:dev/sextant/sql/migrations";

    /** The latest of the migrations, so that opening a database in order need not start Flyway. */
    private static final String VERSION = "4";

    private final DatabaseAddress address;
    private final ErrorTranslator failures;
    private final DataSource connections;

    Schema(DatabaseAddress address, DataSource connections, ErrorTranslator failures) {
        this.address = address;
        this.failures = failures;
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
     * Whether the last migration on record is this program's last; where it is not, or cannot be told, {@link #status}
     * says why.
     */
    static boolean isCurrent(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT success AND version = '" + VERSION + "' FROM " + NAME
                        + "." + HISTORY + " ORDER BY installed_rank DESC LIMIT 1")) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            LOG.debug("The history of the schema {} cannot be read at once", NAME, e);
            return false;
        }
    }

    MigrationStatus status() {
        try {
            MigrationInfoService info = flyway().info();
            // The row by which Flyway notes that it made the schema has no version.
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
            throw failures.explain("Cannot read the version of the schema " + NAME, e);
        }
    }

    /** Applies what is pending, one process at a time: Flyway takes a lock of its own. */
    MigrationStatus migrate() {
        refuseNewer(status());
        requireRightToCreate();
        try {
            flyway().migrate();
            return status();
        } catch (FlywayException e) {
            DatabaseException why = failures.explain("Cannot bring the schema " + NAME + " up to date", e);
            if (ErrorTranslator.isGone(e)) {
                throw why;
            }
            throw new DatabaseException(
                    why.getMessage() + ". The user needs CREATE on the database (GRANT CREATE ON DATABASE ... TO ...)"
                            + " or, where the schema exists, must own it; or let its owner run: sextant db migrate",
                    e);
        }
    }

    /** Flyway would try for ten seconds before it says so. */
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
                throw new DatabaseException("Cannot create the schema " + NAME + " in " + address + ": "
                        + address.user().map(user -> "the user " + user).orElse("the user of this process")
                        + " lacks a right; as the database's owner: GRANT CREATE ON DATABASE ... TO ..., or run: sextant"
                        + " db migrate");
            }
        } catch (SQLException e) {
            throw failures.explain("Cannot read the rights in " + address, e);
        }
    }

    void refuseNewer(MigrationStatus status) {
        if (status.newerThanProgram()) {
            throw new DatabaseException("The schema " + NAME + " in " + address + " is of version " + status.database()
                    + ", this program knows " + status.program() + "; use a newer Sextant");
        }
    }
}
