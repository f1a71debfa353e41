package dev.sextant.coordinator.cli;

import dev.sextant.sql.Database;
import dev.sextant.sql.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;

/** An open database, and the embedded server behind it where there is one; closes both. */
public final class DatabaseSession implements AutoCloseable {
    private final Database database;
    private final Optional<EmbeddedServer> server;

    DatabaseSession(Database database, Optional<EmbeddedServer> server) {
        this.database = database;
        this.server = server;
    }

    public Database database() {
        return database;
    }

    boolean isEmbedded() {
        return server.isPresent();
    }

    /** The embedded server's password file. */
    Optional<Path> passwordFile() {
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
