package dev.sextant.campaign;

import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL of a world. It can be killed and started again; the campaign reads it directly, not by the proxy. */
final class PostgresServer implements AutoCloseable {
    private static final long START_NANOS = 120_000_000_000L;

    private final Path folder;
    private EmbeddedServer server;

    PostgresServer(Path folder) {
        this.folder = folder;
        this.server = EmbeddedServer.open(folder);
    }

    int port() {
        String url = server.address().url();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
    }

    String user() {
        return server.address().user().orElseThrow();
    }

    String password() {
        return server.address().password().get().orElseThrow();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(server.address().url(), user(), password());
    }

    /** Returns the number of tables and views that Sextant has made in a database. */
    int tables(String database) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
        try (Connection connection = DriverManager.getConnection(url, user(), password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'sextant'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Sends a signal to the postmaster. */
    void signal(String name) throws IOException, InterruptedException {
        Processes.signal(postmaster(), name);
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    /** Starts a server that has ended or is about to, and waits until one that recovers accepts connections. */
    void startAgain() throws InterruptedException {
        server.close();
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                server = EmbeddedServer.open(folder);
                return;
            } catch (DatabaseException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** Runs a statement as superuser. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the process numbers of the backends of coordinators, and of this process. */
    List<Long> backends() throws SQLException {
        List<Long> pids = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                        + " AND application_name = 'sextant' ORDER BY pid")) {
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
        }
        return pids;
    }

    @Override
    public void close() {
        server.close();
    }
}
