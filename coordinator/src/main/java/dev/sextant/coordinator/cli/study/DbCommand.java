package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Interrupts;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.study.StopSignal;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.row.MigrationStatus;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sextant db}. */
@Command(
        name = "db",
        description = "Manage the database: server, schema, backups, read-only roles.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  sextant db status --db jdbc:postgresql://db.example.org/sextant?user=ada"})
public final class DbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: give start, status, migrate, dump, restore or roles");
    }

    /** {@code sextant db start}. */
    @Command(
            name = "start",
            description = {"Run the embedded PostgreSQL until Ctrl-C.", "", "Prints the commands to connect with psql."
            },
            footer = {"", "Example:", "  sextant db start"})
    public static final class Start implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final DatabaseOption database;

        public Start(Console console) {
            this.console = console;
            this.database = new DatabaseOption(console);
        }

        @Override
        public Integer call() throws InterruptedException {
            database.address().ifPresent(named -> {
                throw new UsageException("db start runs the embedded server, but --db or " + DatabaseOption.VARIABLE
                        + " names another: " + named + ". Remove the address to run the embedded server.");
            });
            CountDownLatch interrupted = new CountDownLatch(1);
            StopSignal stop = new StopSignal();
            stop.connect(reason -> interrupted.countDown());
            try (DatabaseSession session = database.openAsIs()) {
                Interrupts.listen(stop, () -> {});
                connectCommands(session).forEach(console.out()::println);
                interrupted.await();
            }
            return ExitCode.DONE;
        }

        private static List<String> connectCommands(DatabaseSession session) {
            DatabaseAddress address = session.database().address();
            URI server = URI.create(address.url().substring("jdbc:".length()));
            return List.of(
                    "PostgreSQL listens on " + server.getHost() + ", port " + server.getPort()
                            + ". Press Ctrl-C to stop it. To connect from another terminal:",
                    "",
                    "export PGPASSFILE='" + session.passwordFile().orElseThrow() + "'",
                    "psql -h " + server.getHost() + " -p " + server.getPort() + " -U "
                            + address.user().orElseThrow() + " "
                            + server.getPath().substring(1));
        }
    }

    /** {@code sextant db status}. */
    @Command(
            name = "status",
            description = "Show the address of the database and whether its schema is up to date.",
            footer = {"", "Example:", "  sextant db status --json"})
    public static final class Status implements Callable<Integer> {
        @Mixin
        private final DatabaseOption database;

        @Mixin
        private final OutputOption output;

        public Status(Console console) {
            this.database = new DatabaseOption(console);
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() {
            try (DatabaseSession session = database.connectExisting()) {
                Database open = session.database();
                MigrationStatus status = open.migrationStatus();
                if (output.isJson()) {
                    output.json(Json.object(
                            "database", open.address().url(),
                            "embedded", session.isEmbedded(),
                            "schema_version", status.database(),
                            "program_version", status.program(),
                            "pending", status.pending(),
                            "newer_than_program", status.newerThanProgram()));
                } else {
                    print(session, status);
                }
                return status.newerThanProgram() ? ExitCode.FAILED : ExitCode.DONE;
            }
        }

        private void print(DatabaseSession session, MigrationStatus status) {
            Table table = Table.of("", "");
            table.row("database", session.database().address().url() + (session.isEmbedded() ? " (embedded)" : ""));
            session.passwordFile().ifPresent(file -> table.row("password file", file + " (for PGPASSFILE)"));
            table.row("schema", status.isEmpty() ? "none yet" : "version " + status.database());
            table.row("program", "version " + status.program());
            status.pending().forEach(pending -> table.row("pending", pending));
            output.table(table);
            output.line("");
            if (status.newerThanProgram()) {
                output.line("The schema is newer than this version of Sextant. Use a newer version.");
            } else {
                output.line(
                        status.pending().isEmpty()
                                ? "The schema is up to date"
                                : "The schema is out of date. `sextant db migrate` updates it; so do sweep, resume and demo.");
            }
        }
    }

    /** {@code sextant db migrate}. */
    @Command(
            name = "migrate",
            description = "Create the database schema or update an older one.",
            footer = {"", "Example:", "  sextant db migrate --db jdbc:postgresql://db.example.org/sextant?user=ada"})
    public static final class Migrate implements Callable<Integer> {
        @Mixin
        private final DatabaseOption database;

        @Mixin
        private final OutputOption output;

        public Migrate(Console console) {
            this.database = new DatabaseOption(console);
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() {
            try (DatabaseSession session = database.connect()) {
                MigrationStatus before = session.database().migrationStatus();
                MigrationStatus after = session.database().migrate();
                if (output.isJson()) {
                    output.json(Json.object("before", before.database(), "schema_version", after.database()));
                } else if (before.pending().isEmpty()) {
                    output.line("The schema is already at version " + after.database());
                } else {
                    output.line(
                            "Updated the schema from version " + before.database() + " to version " + after.database());
                }
                return ExitCode.DONE;
            }
        }
    }

    /** {@code sextant db roles}. */
    @Command(
            name = "roles",
            description = {
                "Create a read-only role.",
                "",
                "The role can read the schema sextant and change nothing. Its password is read from $" + Roles.PASSWORD
                        + "; without it the role has no password. Run the command again to change the password."
            },
            footer = {"", "Example:", "  sextant db roles --name sextant_reader"})
    public static final class Roles implements Callable<Integer> {
        static final String PASSWORD = "SEXTANT_READER_PASSWORD";

        private final Console console;

        @Mixin
        private final DatabaseOption database;

        @Option(
                names = "--name",
                paramLabel = "ROLE",
                defaultValue = "sextant_reader",
                description = "Name of the role. Default: ${DEFAULT-VALUE}.")
        private String name;

        public Roles(Console console) {
            this.console = console;
            this.database = new DatabaseOption(console);
        }

        @Override
        public Integer call() {
            Optional<String> password =
                    Optional.ofNullable(console.environment().get(PASSWORD)).filter(secret -> !secret.isEmpty());
            try (DatabaseSession session = database.openAsIs()) {
                session.database().createRoles(name, password);
                console.out()
                        .println("Role " + name + " can read the schema sextant and change nothing. "
                                + (password.isPresent()
                                        ? "Its password is set."
                                        : "No password was set: set " + PASSWORD + " and run this command again."));
                return ExitCode.DONE;
            }
        }
    }
}
