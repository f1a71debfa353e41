package dev.sextant.campaign;

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

    /** Sends a signal to the postmaster. */
    void signal(String name) throws IOException, InterruptedException {
        Processes.signal(postmaster(), name);
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    /** Starts a server that has ended, or is about to. */
    void startAgain() throws IOException, InterruptedException {
        server.close();
        server = EmbeddedServer.open(folder);
    }

    /** Runs a statement as superuser. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the process numbers of the server's backends for clients that came through the proxy or not. */
    List<Long> backends() throws SQLException {
        List<Long> pids = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                        + " AND application_name LIKE 'Sextant%' ORDER BY pid")) {
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
