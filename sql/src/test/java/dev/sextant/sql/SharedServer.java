package dev.sextant.sql;

import dev.sextant.common.files.FileTree;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** One real server for all tests of the module, a database of its own for each test class. */
public final class SharedServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedServer SERVER = start();

    private SharedServer() {}

    private static EmbeddedServer start() {
        try {
            Path folder = Files.createTempDirectory("sextant-sql-tests");
            EmbeddedServer server = EmbeddedServer.open(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                try {
                    FileTree.delete(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DatabaseAddress newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(SERVER.address(), "CREATE DATABASE " + name);
        return named(name);
    }

    public static DatabaseAddress named(String database) {
        DatabaseAddress address = SERVER.address();
        return new DatabaseAddress(
                address.url().replaceAll("/[^/]*$", "/" + database), address.user(), address.password());
    }

    public static DatabaseAddress as(DatabaseAddress address, String user, Optional<String> password) {
        return new DatabaseAddress(address.url(), Optional.of(user), () -> password);
    }

    /** Migrates a database to the schema of an earlier program. */
    public static void migrateTo(String version, DatabaseAddress address) {
        Flyway.configure()
                .dataSource(new Connections(address, 0))
                .locations("classpath:dev/sextant/sql/migrations")
                .schemas("sextant")
                .defaultSchema("sextant")
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
    }

    public static void execute(DatabaseAddress address, String... statements) {
        try (Connection connection = new Connections(address, 0).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
