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

/** Which database a command works on: {@code --db}, else {@code SEXTANT_DB}, else the embedded server in Sextant's folder. */
public final class DatabaseOption {
    /** The environment variable behind {@code --db}. */
    public static final String VARIABLE = "SEXTANT_DB";

    private final Console console;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = {
                "Database, e.g. jdbc:postgresql://db.example.org/sextant?user=ada.",
                "Default: $SEXTANT_DB, else an embedded PostgreSQL in $SEXTANT_HOME/postgres (~/.sextant/postgres).",
                "The password comes from $SEXTANT_DB_PASSWORD, the file $SEXTANT_DB_PASSWORD_FILE, or ~/.pgpass."
            })
    private String url;

    public DatabaseOption(Console console) {
        this.console = console;
    }

    /**
     * Opens the database, starting the embedded server where it is meant, and making it where there is none yet.
     *
     * @throws dev.sextant.sql.connect.DatabaseException when the address is none, or the database cannot be used
     */
    public DatabaseSession open() {
        return session(Database::open);
    }

    /**
     * As {@link #open}, but never makes an embedded server's data for the sake of looking into it.
     *
     * @throws CommandException when the embedded server is meant and there is none yet
     */
    public DatabaseSession openExisting() {
        requireExisting();
        return open();
    }

    /** As {@link #open}, but leaves the schema as it is. */
    public DatabaseSession connect() {
        return session(Database::connect);
    }

    /** As {@link #openExisting}, but leaves the schema as it is. */
    public DatabaseSession connectExisting() {
        requireExisting();
        return connect();
    }

    private void requireExisting() {
        if (isNew()) {
            throw new CommandException("There is no database yet: "
                    + console.home().postgres()
                    + " does not exist. `sextant demo` or `sextant sweep FILE` makes it; --db URL or " + VARIABLE
                    + " names another");
        }
    }

    /** Whether the embedded server is meant and there is none yet. */
    public boolean isNew() {
        return address().isEmpty() && !Files.isDirectory(console.home().postgres());
    }

    private DatabaseSession session(Function<DatabaseAddress, Database> opening) {
        Optional<DatabaseAddress> named = address();
        if (named.isPresent()) {
            return new DatabaseSession(opening.apply(named.get()), Optional.empty());
        }
        EmbeddedServer server = EmbeddedServer.open(console.home().postgres());
        try {
            return new DatabaseSession(opening.apply(server.address()), Optional.of(server));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** The server that is named; empty: the embedded one. */
    public Optional<DatabaseAddress> address() {
        String named = url == null ? console.environment().getOrDefault(VARIABLE, "") : url;
        return named.isBlank() ? Optional.empty() : Optional.of(DatabaseAddress.parse(named, console.environment()));
    }
}
