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
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for one test class, reached by the scheduler through a proxy that can break its connections. */
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
        this.proxied = Database.open(proxy.address(server.address()));
    }

    static StudyDatabase open() {
        try {
            Path folder = Files.createTempDirectory("sextant-schedule-tests");
            EmbeddedServer server = EmbeddedServer.open(folder);
            // No test kills the server, so its commits need not wait for the disk.
            execute(server.address(), "ALTER DATABASE sextant SET synchronous_commit = off");
            return new StudyDatabase(folder, server, SeveringProxy.before(server.address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
