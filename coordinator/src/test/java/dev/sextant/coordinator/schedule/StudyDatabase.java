package dev.sextant.coordinator.schedule;

import dev.sextant.common.files.FileTree;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for one test class, reached by the scheduler through a proxy that can break its connections. For the
 * scheduler its clock can be set.
 */
final class StudyDatabase implements AutoCloseable {
    private final AtomicInteger studies = new AtomicInteger();
    private final Path folder;
    private final EmbeddedServer server;
    private final SeveringProxy proxy;
    private final Database direct;
    private final Database proxied;

    private StudyDatabase(Path folder, EmbeddedServer server, SeveringProxy proxy) {
        this.folder = folder;
        this.server = server;
        this.proxy = proxy;
        this.direct = Database.open(server.address());
        this.proxied = Database.open(withClock(proxy.address(server.address())));
    }

    static StudyDatabase open() {
        try {
            Path folder = Files.createTempDirectory("sextant-schedule-tests");
            EmbeddedServer server = EmbeddedServer.open(folder);
            // No test kills the server, so its commits need not wait for the disk.
            execute(server.address(), "ALTER DATABASE sextant SET synchronous_commit = off");
            setClock(server.address(), Duration.ZERO);
            return new StudyDatabase(folder, server, SeveringProxy.before(server.address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scheduler's address: the first now() on its search path is the one whose clock can be set. */
    private static DatabaseAddress withClock(DatabaseAddress address) {
        return new DatabaseAddress(
                address.url() + (address.url().contains("?") ? "&" : "?") + "currentSchema=clock,pg_catalog,sextant",
                address.user(),
                address.password());
    }

    /** Sets the server's clock, as the scheduler reads it. */
    void setClock(Duration ahead) {
        setClock(server.address(), ahead);
    }

    private static void setClock(DatabaseAddress address, Duration ahead) {
        execute(
                address,
                "CREATE SCHEMA IF NOT EXISTS clock; CREATE OR REPLACE FUNCTION clock.now() RETURNS timestamptz STABLE"
                        + " LANGUAGE sql AS $$ SELECT pg_catalog.now() + interval '" + ahead.toSeconds() + " s' $$");
    }

    /** A name that no study of this database has. */
    String newStudy() {
        return "study-" + studies.incrementAndGet();
    }

    /** Connections of the test itself, which never break. */
    Database direct() {
        return direct;
    }

    /** Connections that {@link #proxy} can break. */
    Database proxied() {
        return proxied;
    }

    /** Changes rows behind the scheduler's back. */
    void execute(String sql) {
        execute(server.address(), sql);
    }

    private static void execute(DatabaseAddress address, String sql) {
        try (Connection connection = new Connections(address, 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    SeveringProxy proxy() {
        return proxy;
    }

    @Override
    public void close() {
        try {
            proxied.close();
            direct.close();
            proxy.close();
            server.close();
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
