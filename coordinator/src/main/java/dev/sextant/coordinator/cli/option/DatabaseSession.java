package dev.sextant.coordinator.cli.option;

import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;

/** An open database and its embedded server, if it has one. Closes both. */
public final class DatabaseSession implements AutoCloseable {
    private final Database database;
    private final Optional<EmbeddedServer> server;

    DatabaseSession(Database database, Optional<EmbeddedServer> server) {
        this.database = database;
        this.server = server;
    }

    /** Returns the open database. */
    public Database database() {
        return database;
    }

    /** Keeps the embedded server running, if the database has one, until this session is closed. */
    void restartServerWhenKilled() {
        server.ifPresent(EmbeddedServer::restartWhenKilled);
    }

    /** Returns whether the database runs on the embedded server. */
    public boolean isEmbedded() {
        return server.isPresent();
    }

    /** Returns the password file of the embedded server; empty for other servers. */
    public Optional<Path> passwordFile() {
        return server.map(EmbeddedServer::passwordFile);
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            server.ifPresent(EmbeddedServer::close);
        }
    }
}
