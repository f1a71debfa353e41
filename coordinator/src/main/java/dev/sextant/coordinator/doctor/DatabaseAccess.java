package dev.sextant.coordinator.doctor;

import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The database of the options, as it is: without migrations, and without starting the embedded server.
 *
 * @param address supplies the address that the user gave; empty for the embedded database
 * @param postgres folder of the embedded server
 */
public record DatabaseAccess(Supplier<Optional<DatabaseAddress>> address, Path postgres) {
    /**
     * Passes the open database to a question.
     *
     * @return empty if the embedded server is meant and does not run
     * @throws RuntimeException if the address is malformed or the database cannot be used, with what to do
     */
    <T> Optional<T> ask(Function<Database, T> question) {
        Optional<DatabaseAddress> given = address.get();
        if (given.isPresent()) {
            return Optional.of(ask(given.get(), question));
        }
        Optional<EmbeddedServer> running = EmbeddedServer.openRunning(postgres);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        try (EmbeddedServer server = running.get()) {
            return Optional.of(ask(server.address(), question));
        }
    }

    private static <T> T ask(DatabaseAddress address, Function<Database, T> question) {
        try (Database database = Database.connect(address)) {
            return question.apply(database);
        }
    }
}
