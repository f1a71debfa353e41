package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The database of a command: {@code --db}, else {@code SEXTANT_DB}, else the embedded server in {@code SEXTANT_HOME}. */
public final class DatabaseOption {
    /** The environment variable that replaces {@code --db}. */
    public static final String VARIABLE = "SEXTANT_DB";

    private final Console console;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = {
                "PostgreSQL database, e.g. jdbc:postgresql://db.example.org/sextant?user=ada.",
                "Default: $SEXTANT_DB, else an embedded PostgreSQL in $SEXTANT_HOME/postgres.",
                "Password: $SEXTANT_DB_PASSWORD, the file $SEXTANT_DB_PASSWORD_FILE, or ~/.pgpass."
            })
    private String url;

    public DatabaseOption(Console console) {
        this.console = console;
    }

    /**
     * Opens the database and updates its schema. Without an address, starts the embedded server, creating it if needed.
     *
     * @throws dev.sextant.sql.connect.DatabaseException when the address is invalid, or the database cannot be used
     */
    public DatabaseSession open() {
        return session(Database::open);
    }

    /**
     * Opens the database like {@link #open}, but never creates the embedded one.
     *
     * @throws CommandException when the embedded database does not exist yet
     */
    public DatabaseSession openExisting() {
        requireExisting();
        return open();
    }

    /** Opens the database like {@link #open}, but leaves its schema unchanged. */
    public DatabaseSession connect() {
        return session(Database::connect);
    }

    /** Opens the database like {@link #openExisting}, but leaves its schema unchanged. */
    public DatabaseSession connectExisting() {
        requireExisting();
        return connect();
    }

    private void requireExisting() {
        if (isNew()) {
            throw new CommandException("There is no database yet: "
                    + console.home().postgres()
                    + " does not exist. Run `sextant demo` or `sextant sweep FILE` to create it, or give --db URL or "
                    + VARIABLE + " to use another.");
        }
    }

    /** Returns whether the embedded database is used and does not exist yet. */
    public boolean isNew() {
        return address().isEmpty() && !Files.isDirectory(console.home().postgres());
    }

    private DatabaseSession session(Function<DatabaseAddress, Database> opener) {
        Optional<DatabaseAddress> address = address();
        if (address.isPresent()) {
            return new DatabaseSession(opener.apply(address.get()), Optional.empty());
        }
        EmbeddedServer server = EmbeddedServer.open(console.home().postgres());
        try {
            return new DatabaseSession(opener.apply(server.address()), Optional.of(server));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** Returns the address that the user gave; empty for the embedded database. */
    public Optional<DatabaseAddress> address() {
        String text = url == null ? console.environment().getOrDefault(VARIABLE, "") : url;
        return text.isBlank() ? Optional.empty() : Optional.of(DatabaseAddress.parse(text, console.environment()));
    }
}
