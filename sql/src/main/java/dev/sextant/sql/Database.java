package dev.sextant.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
import dev.sextant.sql.connect.Timeouts;
import dev.sextant.sql.row.MigrationStatus;
import dev.sextant.sql.row.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/** One PostgreSQL database with Sextant's schema. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    /** Notification channel on which every change of a study is announced; the payload is the study's name. */
    public static final String CHANNEL = "sextant_study";

    private static final int OLDEST_MAJOR_VERSION = 13;

    private final DatabaseAddress address;
    private final Timeouts timeouts;
    private final ErrorTranslator errors;
    private final Schema schema;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    /** The schema that {@link #openAsIs} found, if it is not this program's version. */
    private volatile Optional<MigrationStatus> older = Optional.empty();

    private Database(DatabaseAddress address, Timeouts timeouts) {
        this.address = address;
        this.timeouts = timeouts;
        this.errors = new ErrorTranslator(address);
        // No limit on silence: a migration may rebuild a large table and say nothing meanwhile.
        this.schema = new Schema(address, new Connections(address, 0), errors);
        this.pool = new HikariDataSource(poolConfig(address, timeouts));
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /**
     * Opens a database: checks the versions of the server (13 or newer) and of the schema, and migrates an older schema.
     *
     * @throws DatabaseException if the server cannot be reached, refuses the connection, is too old, or holds a newer schema
     */
    public static Database open(DatabaseAddress address) {
        return open(address, Timeouts.DEFAULT);
    }

    /** Opens a database as {@link #open(DatabaseAddress)} does, for a caller that limits how long it waits for answers. */
    public static Database open(DatabaseAddress address, Timeouts timeouts) {
        boolean current = check(address, timeouts, Schema::isCurrent);
        Database database = new Database(address, timeouts);
        try {
            if (!current) {
                database.migrateIfNeeded();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void migrateIfNeeded() {
        MigrationStatus status = migrationStatus();
        schema.refuseNewer(status);
        if (!status.pending().isEmpty()) {
            migrate();
        }
    }

    /**
     * Opens a database without changing its schema, which programs of another version may be using. What an older schema
     * lacks is reported where it is needed, with the pending migrations. A database without schema has no studies.
     *
     * @throws DatabaseException if the server cannot be reached, refuses the connection, is too old, or holds a newer schema
     */
    public static Database openAsIs(DatabaseAddress address) {
        boolean current = check(address, Timeouts.DEFAULT, Schema::isCurrent);
        Database database = new Database(address, Timeouts.DEFAULT);
        try {
            if (!current) {
                database.schema.refuseNewer(database.migrationStatus());
                database.readOlder();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens a database without migrating its schema, for {@link #migrationStatus} and {@link #migrate}. Checks the server's
     * version.
     *
     * @throws DatabaseException if the server cannot be reached, refuses the connection, or is too old
     */
    public static Database connect(DatabaseAddress address) {
        check(address, Timeouts.DEFAULT, connection -> true);
        return new Database(address, Timeouts.DEFAULT);
    }

    /** Checks the server's version, and answers a question about the database with the same connection. */
    private static boolean check(DatabaseAddress address, Timeouts timeouts, Predicate<Connection> question) {
        try (Connection connection = connections(address, timeouts).getConnection()) {
            checkServer(connection.getMetaData().getDatabaseMajorVersion(), address);
            return question.test(connection);
        } catch (SQLException e) {
            throw new ErrorTranslator(address).explainRefusal(e);
        }
    }

    static void checkServer(int majorVersion, DatabaseAddress address) {
        if (majorVersion < OLDEST_MAJOR_VERSION) {
            throw new DatabaseException("PostgreSQL at " + address + " is version " + majorVersion
                    + ", which is too old. Use version " + OLDEST_MAJOR_VERSION + " or newer");
        }
    }

    private static Connections connections(DatabaseAddress address, Timeouts timeouts) {
        return new Connections(address, timeouts.login(), timeouts.statement());
    }

    private static HikariConfig poolConfig(DatabaseAddress address, Timeouts timeouts) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sextant");
        config.setDataSource(connections(address, timeouts));
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        config.setIdleTimeout(60_000);
        int checkMillis = 1_000 * Math.min(5, timeouts.login());
        config.setValidationTimeout(checkMillis);
        config.setConnectionTimeout(checkMillis + 1_000);
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** Returns the address that the database was opened with. */
    public DatabaseAddress address() {
        return address;
    }

    /** Returns the object that finds, creates, locks and deletes studies. */
    public Studies studies() {
        return new Studies(this);
    }

    /** Returns the object that passes requests of people to coordinators. */
    public Requests requests() {
        return new Requests(this);
    }

    /** Returns the object that reads and writes notes and tags. */
    public Annotations annotations() {
        return new Annotations(this);
    }

    /** Returns the object that reads studies for users. */
    public StudyQueries reader() {
        return new StudyQueries(this);
    }

    /** Returns the object that runs the queries of pages. */
    public PanelReader panels() {
        return new PanelReader(this);
    }

    /** Returns the version of the schema and the pending migrations. Changes nothing. */
    public MigrationStatus migrationStatus() {
        return schema.status();
    }

    /**
     * Migrates the schema to this program's version. Does nothing if it has that version.
     *
     * @return the status after the migration
     * @throws DatabaseException if the schema is newer than this program, or the user lacks privileges
     */
    public MigrationStatus migrate() {
        return schema.migrate();
    }

    /** Returns what the server says about itself and the rights of its user. Needs no schema, and changes nothing. */
    public ServerFacts inspect() {
        return with("Cannot read the settings of " + address, () -> jdbi.withHandle(ServerInspection::read));
    }

    /** Returns the time by the server's clock. */
    public Instant clock() {
        return with(
                "Cannot read the clock of " + address,
                () -> jdbi.withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(Instant.class)
                        .one()));
    }

    /**
     * Creates a role that may read everything in the schema and change nothing, with the schema on its search path. Can be
     * called again, to change the password or after a migration.
     *
     * @param name name of the role, such as {@code sextant_reader}
     * @param password password of the role, sent to the server as a SCRAM verifier only; empty to leave the role as it is
     */
    public void createRoles(String name, Optional<String> password) {
        ReadOnlyRole role = new ReadOnlyRole(name);
        String summary = "Cannot create role " + name;
        try {
            jdbi.useTransaction(handle -> role.create(handle, password));
        } catch (SQLException | JdbiException e) {
            throw explain(summary, e);
        }
    }

    Timeouts timeouts() {
        return timeouts;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    ErrorTranslator errors() {
        return errors;
    }

    /** Calls a body that uses jdbi, and translates the exceptions of jdbi and the driver. */
    <T> T with(String summary, Supplier<T> body) {
        try {
            return body.get();
        } catch (JdbiException e) {
            throw explain(summary, e);
        }
    }

    private DatabaseException explain(String summary, Exception failure) {
        return older.filter(status -> ErrorTranslator.isUndefined(failure))
                .map(status -> Schema.tooOld(summary, status, failure))
                .orElseGet(() -> errors.explain(summary, failure));
    }

    /** Whether the schema has not been created. It is looked at again: a sweep may create it while this is open. */
    boolean hasNoSchema() {
        if (older.filter(MigrationStatus::isEmpty).isPresent()) {
            readOlder();
        }
        return older.map(MigrationStatus::isEmpty).orElse(false);
    }

    private void readOlder() {
        older = Optional.of(migrationStatus())
                .filter(status -> !status.pending().isEmpty());
    }

    @Override
    public void close() {
        pool.close();
    }
}
