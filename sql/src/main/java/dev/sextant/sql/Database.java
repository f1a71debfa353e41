package dev.sextant.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
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
    /** A connection on which the server has been silent for this long is taken to be broken. */
    private static final int SILENCE_SECONDS = 60;

    private final DatabaseAddress address;
    private final ErrorTranslator errors;
    private final Schema schema;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseAddress address, Connections connections) {
        this.address = address;
        this.errors = new ErrorTranslator(address);
        // No limit on silence: a migration may rebuild a large table and say nothing meanwhile.
        this.schema = new Schema(address, new Connections(address, 0), errors);
        this.pool = new HikariDataSource(poolConfig(connections));
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /**
     * Opens a database: checks the versions of the server (13 or newer) and of the schema, and migrates an older schema.
     *
     * @throws DatabaseException if the server cannot be reached, refuses the connection, is too old, or holds a newer schema
     */
    public static Database open(DatabaseAddress address) {
        Connections connections = new Connections(address, SILENCE_SECONDS);
        boolean current = check(connections, address, Schema::isCurrent);
        Database database = new Database(address, connections);
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
     * Opens a database without migrating its schema, for {@link #migrationStatus} and {@link #migrate}. Checks the server's
     * version.
     *
     * @throws DatabaseException if the server cannot be reached, refuses the connection, or is too old
     */
    public static Database connect(DatabaseAddress address) {
        Connections connections = new Connections(address, SILENCE_SECONDS);
        check(connections, address, connection -> true);
        return new Database(address, connections);
    }

    /** Checks the server's version, and answers a question about the database with the same connection. */
    private static boolean check(Connections connections, DatabaseAddress address, Predicate<Connection> question) {
        try (Connection connection = connections.getConnection()) {
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

    private static HikariConfig poolConfig(Connections connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sextant");
        config.setDataSource(connections);
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        config.setIdleTimeout(60_000);
        config.setConnectionTimeout(6_000);
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

    /** Returns the object that reads studies for users. */
    public StudyQueries reader() {
        return new StudyQueries(this);
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
            throw errors.explain(summary, e);
        }
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
            throw errors.explain(summary, e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
