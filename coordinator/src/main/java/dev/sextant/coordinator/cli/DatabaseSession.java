package dev.sextant.coordinator.cli;

import dev.sextant.sql.Database;
import dev.sextant.sql.EmbeddedServer;
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

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            server.ifPresent(EmbeddedServer::close);
        }
    }
}
