package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.schedule.DatabaseRetry;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.Timeouts;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The database of a command: {@code --db}, else {@code SEXTANT_DB}, else the embedded server in {@code SEXTANT_HOME}. */
public final class DatabaseOption {
    /** The environment variable that replaces {@code --db}. */
    public static final String VARIABLE = "SEXTANT_DB";

    /** How long commands that do not run a study wait for a database that accepts no connection. */
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

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
     * Opens the database to run a study, and updates its schema. Without an address, starts the embedded server, creating it
     * if needed, and starts it again whenever it is killed.
     *
     * @param patience how long to wait for a database that accepts no connection; time-outs of later calls follow from it
     * @throws DatabaseException when the database cannot be used
     * @throws UsageException when the address is invalid
     */
    public DatabaseSession open(Duration patience) {
        Timeouts timeouts = Timeouts.within(patience);
        DatabaseSession session = session(patience, address -> Database.open(address, timeouts));
        session.restartServerWhenKilled();
        return session;
    }

    /**
     * Opens the database like {@link #open}, but never creates the embedded one.
     *
     * @throws CommandException when the embedded database does not exist yet
     */
    public DatabaseSession openExisting(Duration patience) {
        requireExisting();
        return open(patience);
    }

    /**
     * Opens the database without updating its schema, for commands that train nothing: programs of another version may be
     * using it. Never creates the embedded one.
     *
     * @throws CommandException when the embedded database does not exist yet
     */
    public DatabaseSession openAsIs() {
        requireExisting();
        return session(BRIEFLY, Database::openAsIs);
    }

    /** Connects to the database whatever its schema, which is left unchanged. Waits for it a few seconds only. */
    public DatabaseSession connect() {
        return session(BRIEFLY, Database::connect);
    }

    /** Connects to the database like {@link #connect}, but never creates the embedded one. */
    public DatabaseSession connectExisting() {
        requireExisting();
        return connect();
    }

    private void requireExisting() {
        if (isNew()) {
            requireReadable(console.home().folder());
            throw new CommandException("There is no database yet: "
                    + console.home().postgres()
                    + " does not exist. Run `sextant demo` or `sextant sweep FILE` to create it, or give --db URL or "
                    + VARIABLE + " to use another.");
        }
    }

    /** Checks that a folder that seems to be missing is not merely hidden in a folder of somebody else. */
    private void requireReadable(Path folder) {
        if (Files.exists(folder) || Files.notExists(folder)) {
            return;
        }
        Path closed = folder;
        while (!Files.exists(closed)) {
            closed = closed.getParent();
        }
        throw new CommandException("Sextant's folder " + folder + " cannot be used: " + closed
                + " is not a folder that user " + System.getProperty("user.name") + " may enter"
                + ". Set SEXTANT_HOME to a folder of your own, or correct HOME.");
    }

    /** Returns whether the embedded database is used and does not exist yet. */
    public boolean isNew() {
        return address().isEmpty() && !Files.isDirectory(console.home().postgres());
    }

    private DatabaseSession session(Duration patience, Function<DatabaseAddress, Database> opener) {
        try {
            return DatabaseRetry.inRealTime(patience, console.err()::println).call(() -> session(opener));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted while waiting for the database", e);
        }
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

    /**
     * Returns the address that the user gave; empty for the embedded database.
     *
     * @throws UsageException when it is malformed or contains a password
     */
    public Optional<DatabaseAddress> address() {
        String text = url == null ? console.environment().getOrDefault(VARIABLE, "") : url;
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(DatabaseAddress.parse(text, console.environment()));
        } catch (DatabaseException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
