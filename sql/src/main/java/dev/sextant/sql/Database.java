package dev.sextant.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
import dev.sextant.sql.row.MigrationStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/** One PostgreSQL database with Sextant's schema. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    /** What every change of a study is announced on; the payload is the study's name. */
    public static final String CHANNEL = "sextant_study";

    private static final int OLDEST_SERVER = 13;
    private static final int SILENCE_SECONDS = 60;

    private final DatabaseAddress address;
    private final ErrorTranslator failures;
    private final Schema schema;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseAddress address, Connections connections) {
        this.address = address;
        this.failures = new ErrorTranslator(address);
        // A migration may rebuild a large table, and says nothing meanwhile.
        this.schema = new Schema(address, new Connections(address, 0), failures);
        this.pool = new HikariDataSource(poolConfig(connections));
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /**
     * Connects, checks the server's version (13 or newer) and the schema's, and migrates an older schema under a lock.
     *
     * @throws DatabaseException when the server cannot be reached, refuses us, is too old, or holds a newer schema
     */
    public static Database open(DatabaseAddress address) {
        Connections connections = new Connections(address, SILENCE_SECONDS);
        boolean current = firstLook(connections, address, Schema::isCurrent);
        Database database = new Database(address, connections);
        try {
            if (!current) {
                database.bringUpToDate();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void bringUpToDate() {
        MigrationStatus status = migrationStatus();
        schema.refuseNewer(status);
        if (!status.pending().isEmpty()) {
            migrate();
        }
    }

    /**
     * Connects and checks the server's version, leaving the schema as it is: for {@link #migrationStatus} and {@link
     * #migrate}.
     */
    public static Database connect(DatabaseAddress address) {
        Connections connections = new Connections(address, SILENCE_SECONDS);
        firstLook(connections, address, connection -> true);
        return new Database(address, connections);
    }

    private static boolean firstLook(Connections connections, DatabaseAddress address, Predicate<Connection> look) {
        try (Connection connection = connections.getConnection()) {
            checkServer(connection.getMetaData().getDatabaseMajorVersion(), address);
            return look.test(connection);
        } catch (SQLException e) {
            throw new ErrorTranslator(address).explainRefusal(e);
        }
    }

    static void checkServer(int majorVersion, DatabaseAddress address) {
        if (majorVersion < OLDEST_SERVER) {
            throw new DatabaseException("PostgreSQL at " + address + " is of version " + majorVersion
                    + ", which is too old; use version " + OLDEST_SERVER + " or newer");
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

    public DatabaseAddress address() {
        return address;
    }

    public Studies studies() {
        return new Studies(this);
    }

    /** Reads for people, from the views. */
    public StudyQueries reader() {
        return new StudyQueries(this);
    }

    /** Where the schema stands; changes nothing. */
    public MigrationStatus migrationStatus() {
        return schema.status();
    }

    /**
     * Brings the schema up to this program's version; does nothing when it is.
     *
     * @throws DatabaseException when the schema is newer than the program or we lack the rights
     */
    public MigrationStatus migrate() {
        return schema.migrate();
    }

    /**
     * Makes a role that may read everything in the schema and change nothing, with the schema on its search path. Can be
     * called again, for another password or after a migration.
     *
     * @param name of the role, such as {@code sextant_reader}
     * @param password sent to the server only as a SCRAM verifier; empty: the role is left without one
     */
    public void createRoles(String name, Optional<String> password) {
        ReadOnlyRole role = new ReadOnlyRole(name);
        String what = "Cannot create the role " + name;
        try {
            jdbi.useTransaction(handle -> role.create(handle, password));
        } catch (SQLException | JdbiException e) {
            throw failures.explain(what, e);
        }
    }

    Jdbi jdbi() {
        return jdbi;
    }

    ErrorTranslator failures() {
        return failures;
    }

    /** Runs something that uses jdbi; what it throws is said in words. */
    <T> T with(String what, Supplier<T> body) {
        try {
            return body.get();
        } catch (JdbiException e) {
            throw failures.explain(what, e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
