package dev.sextant.coordinator.cli.option;

import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
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

    public boolean isEmbedded() {
        return server.isPresent();
    }

    /** The embedded server's password file. */
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
