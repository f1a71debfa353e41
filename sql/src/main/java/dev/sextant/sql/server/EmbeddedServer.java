package dev.sextant.sql.server;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.WholeFile;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.connect.ErrorTranslator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that Sextant runs itself, on 127.0.0.1, from binaries on the class path and with a persistent data
 * folder.
 *
 * <p>The server is a separate process and may outlive this one. Processes that open the same folder share the server; the
 * last one to close it stops it. A server that was killed recovers at the next opening. The folder contains {@code cluster}
 * (PostgreSQL's data), {@code postgres.log}, {@code port} and {@code pgpass}, a password file with a random password, in the
 * format of {@code PGPASSFILE}. Works on Linux and macOS, also for root. Safe for use by many threads.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String USER = "sextant";
    private static final String DATABASE = "sextant";
    private static final String LOCK = "lock";
    private static final long BETWEEN_LOOKS_NANOS = 250_000_000;
    private static final int CHECKS = 10;
    private static final long BETWEEN_CHECKS_NANOS = 50_000_000;
    private static final String NO_SUCH_DATABASE = "3D000";

    /** File locks exclude other processes only; the threads of this process wait for this lock. */
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final PostgresCluster cluster;
    private final Path folder;
    private final DatabaseAddress address;
    /** A connection by which other processes see that this one uses the server. */
    private Optional<Connection> presence;
    /** Looks after the server; empty unless somebody asked for it. */
    private volatile Optional<Thread> watch = Optional.empty();

    private EmbeddedServer(PostgresCluster cluster, Path folder, DatabaseAddress address, Connection presence) {
        this.cluster = cluster;
        this.folder = folder;
        this.address = address;
        this.presence = Optional.of(presence);
    }

    /**
     * Starts the server of a folder, or uses the one that is running.
     *
     * @param dataDirectory the folder, created if it does not exist and readable by the user alone
     * @throws DatabaseGoneException if the server accepts no connection at present
     * @throws DatabaseException if the folder cannot be used or the server does not start; the message ends with the last
     *     lines of the server's log
     */
    public static EmbeddedServer open(Path dataDirectory) {
        Path folder = dataDirectory.toAbsolutePath().normalize();
        try {
            makeFolder(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        return used(folder, () -> {
            PostgresCluster cluster = new PostgresCluster(folder);
            String password = password(folder, cluster);
            cluster.initialize(USER, password);
            int port = cluster.running().orElseGet(cluster::start);
            cluster.remember(port);
            DatabaseAddress address = address(port, DATABASE, password);
            return new EmbeddedServer(cluster, folder, address, enter(address, port, password));
        });
    }

    /**
     * Uses the server of a folder if it is running. Starts and creates nothing.
     *
     * @param dataDirectory the folder, which need not exist
     * @return empty if the server is not running
     * @throws DatabaseException if the folder cannot be used or the server refuses the connection
     */
    public static Optional<EmbeddedServer> openRunning(Path dataDirectory) {
        Path folder = dataDirectory.toAbsolutePath().normalize();
        if (!Files.exists(folder.resolve(LOCK))) {
            return Optional.empty();
        }
        return used(folder, () -> {
            PostgresCluster cluster = new PostgresCluster(folder);
            Optional<Integer> port = cluster.running();
            if (port.isEmpty()) {
                return Optional.empty();
            }
            String password = password(folder, cluster);
            DatabaseAddress address = address(port.get(), DATABASE, password);
            return Optional.of(
                    new EmbeddedServer(cluster, folder, address, new Connections(address, 0).getConnection()));
        });
    }

    /** Returns the address of the server's database, for {@link Database#open}. */
    public DatabaseAddress address() {
        return address;
    }

    /** Returns the password file, for use with psql as {@code PGPASSFILE}. */
    public Path passwordFile() {
        return folder.resolve("pgpass");
    }

    /**
     * From now on starts the server again whenever it is killed, until this object is closed. A server that was stopped stays
     * stopped. The address remains valid, unless another program takes the port meanwhile.
     */
    public synchronized void restartWhenKilled() {
        if (watch.isEmpty()) {
            Thread thread = new Thread(this::watch, "embedded PostgreSQL");
            thread.setDaemon(true);
            thread.start();
            watch = Optional.of(thread);
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            restartIfKilled();
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private void restartIfKilled() {
        if (cluster.wasKilled()) {
            try {
                restart();
            } catch (IOException | SQLException | DatabaseException e) {
                LOG.warn("Could not start the server in {} again: {}", folder, e.toString());
            }
        }
    }

    private synchronized void restart() throws IOException, SQLException {
        if (presence.isEmpty()) {
            return; // closed meanwhile
        }
        presence = Optional.of(locked(folder, () -> {
            // Another process may have started it first.
            if (cluster.running().isEmpty()) {
                LOG.warn("The server in {} was killed: starting it again", folder);
                cluster.remember(cluster.start());
            }
            return new Connections(address, 0).getConnection();
        }));
    }

    /** Stops the server unless other processes use it. Close every {@link Database} on it before. */
    @Override
    public void close() {
        watch.ifPresent(Thread::interrupt);
        leave();
    }

    private synchronized void leave() {
        if (presence.isEmpty()) {
            return;
        }
        try {
            locked(folder, () -> {
                if (isLast()) {
                    cluster.stop();
                } else {
                    LOG.debug("The server in {} is still used, or has already ended", folder);
                }
                return true;
            });
        } catch (IOException | SQLException e) {
            LOG.warn("Could not stop the server in {}: {}", folder, e.toString());
        } finally {
            presence = Optional.empty();
        }
    }

    /** Whether the server is running and only this process uses it. */
    private boolean isLast() {
        try (Connection ours = presence.orElseThrow()) {
            return isAlone(ours);
        } catch (SQLException e) {
            LOG.debug("The server in {} was stopped or killed by another process", folder, e);
        }
        // Another process may have started it again.
        try (Connection fresh = new Connections(address, 0).getConnection()) {
            return isAlone(fresh);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether there is no other connection. Checks repeatedly: connections that were just closed take a while to end. */
    private static boolean isAlone(Connection connection) throws SQLException {
        for (int check = 1; check < CHECKS; check++) {
            if (nobodyElse(connection)) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_CHECKS_NANOS);
        }
        return nobodyElse(connection);
    }

    private static boolean nobodyElse(Connection connection) throws SQLException {
        String alone =
                """
                SELECT NOT EXISTS (SELECT FROM pg_stat_activity
                                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())""";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(alone)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static DatabaseAddress address(int port, String database, String password) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, Optional.of(USER), () -> Optional.of(password));
    }

    /** Connects to the database, and creates it on a new server. */
    private static Connection enter(DatabaseAddress address, int port, String password) throws SQLException {
        try {
            return new Connections(address, 0).getConnection();
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
        try (Connection connection = new Connections(address(port, "postgres", password), 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
            statement.execute("ALTER DATABASE " + DATABASE + " SET search_path = sextant, public");
        }
        return new Connections(address, 0).getConnection();
    }

    private static void makeFolder(Path folder) throws IOException {
        OwnerOnly.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static String password(Path folder, PostgresCluster cluster) throws IOException {
        Path file = folder.resolve("pgpass");
        String line = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!line.isEmpty()) {
            return line.substring(line.lastIndexOf(':') + 1);
        }
        if (cluster.exists()) {
            throw new DatabaseException(file + " is empty or missing, and with it the password of the server in "
                    + folder + ". Restore the file, or move the folder away to start with a new database");
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        WholeFile.write(file, making -> {
            Files.createFile(
                    making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(making, "127.0.0.1:*:*:" + USER + ":" + password + "\n");
        });
        return password;
    }

    /** Does some work on a folder under its lock, and explains failures. */
    private static <T> T used(Path folder, Work<T> work) {
        try {
            return locked(folder, work);
        } catch (IOException e) {
            throw unusable(folder, e);
        } catch (SQLException e) {
            String message = "The server in " + folder + " refuses the connection (" + e.getMessage() + "). See "
                    + folder.resolve("postgres.log");
            throw ErrorTranslator.isGone(e) ? new DatabaseGoneException(message, e) : new DatabaseException(message, e);
        }
    }

    private static DatabaseException unusable(Path folder, IOException cause) {
        return new DatabaseException(
                "Cannot use data folder " + folder + " (" + cause + "). Name another one, or correct its permissions",
                cause);
    }

    private static <T> T locked(Path folder, Work<T> work) throws IOException, SQLException {
        OPENING.lock();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("The lock file was deleted");
            }
            return work.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            OPENING.unlock();
        }
    }

    private interface Work<T> {
        T run() throws IOException, SQLException;
    }
}
