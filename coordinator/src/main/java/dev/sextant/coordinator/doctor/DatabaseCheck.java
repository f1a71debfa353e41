package dev.sextant.coordinator.doctor;

import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.MigrationStatus;
import dev.sextant.sql.row.ServerFacts;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the database: server, rights, schema, settings, clock. */
public final class DatabaseCheck implements Check {
    private static final String SERVER = "server";

    /** Connections that a coordinator and a few commands need at the same time. */
    private static final int NEEDED_CONNECTIONS = 10;

    /** A shorter timeout ends the migration or the deletion of a large study. */
    private static final Duration LONG_STATEMENT = Duration.ofMinutes(5);

    private static final Duration LONG_TRANSACTION_PAUSE = Duration.ofSeconds(30);

    private final DatabaseAccess access;

    /** @param access the database to check */
    public DatabaseCheck(DatabaseAccess access) {
        this.access = access;
    }

    @Override
    public String group() {
        return "database";
    }

    @Override
    public List<Finding> findings() {
        try {
            return access.ask(DatabaseCheck::examined).orElseGet(this::notRunning);
        } catch (RuntimeException e) {
            return List.of(Finding.problem(SERVER, e));
        }
    }

    private List<Finding> notRunning() {
        return List.of(Finding.ok(
                SERVER,
                Files.isDirectory(access.postgres())
                        ? "the embedded PostgreSQL in " + access.postgres()
                                + " does not run, and is not started for this check; `sextant db start` starts it"
                        : "none yet: the first sweep creates an embedded PostgreSQL in " + access.postgres()));
    }

    private static List<Finding> examined(Database database) {
        ServerFacts facts = database.inspect();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                SERVER,
                "PostgreSQL " + facts.version() + " at " + database.address() + ", "
                        + TextFormat.bytes(facts.bytes())));
        findings.add(encoding(facts));
        findings.add(schema(database.migrationStatus(), facts));
        findings.add(rights(database, facts));
        findings.add(connections(facts));
        findings.addAll(timeouts(facts));
        findings.add(durability(facts));
        findings.add(encryption(facts));
        Instant before = Instant.now();
        Instant there = database.clock();
        findings.add(new ClockReading(before, there, Instant.now()).finding("the database server"));
        return findings;
    }

    private static Finding encoding(ServerFacts facts) {
        return facts.encoding().equals("UTF8")
                ? Finding.ok("encoding", "UTF8")
                : Finding.problem(
                        "encoding",
                        facts.encoding() + " cannot store every name of a class or file",
                        "Create the database with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
    }

    private static Finding schema(MigrationStatus status, ServerFacts facts) {
        String versions = "version " + status.database() + " (this program: " + status.program() + ")";
        if (status.newerThanProgram()) {
            return Finding.problem("schema", versions, "Use a newer version of Sextant.");
        }
        if (status.pending().isEmpty()) {
            return Finding.ok("schema", versions);
        }
        return facts.schemaExists()
                ? Finding.warning("schema", versions, "`sextant db migrate` updates it, and so does the next sweep.")
                : Finding.ok("schema", "none yet; the first sweep creates it");
    }

    private static Finding rights(Database database, ServerFacts facts) {
        String user = database.address().userText();
        if (facts.readOnly()) {
            return Finding.problem(
                    "rights",
                    user + " may only read, or the server is a standby",
                    "Connect to the primary server as the owner of schema sextant.");
        }
        if (!facts.mayWrite()) {
            return Finding.problem(
                    "rights", user + " may not write all tables", "Connect as the owner of schema sextant.");
        }
        if (!facts.mayMigrate()) {
            return facts.schemaExists()
                    ? Finding.warning(
                            "rights",
                            user + " may write, but not migrate the schema",
                            "Let its owner run `sextant db migrate` after an upgrade.")
                    : Finding.problem(
                            "rights",
                            user + " may not create the schema sextant",
                            "As the database's owner, run: GRANT CREATE ON DATABASE ... TO ...");
        }
        return Finding.ok("rights", user + " may create and write");
    }

    private static Finding connections(ServerFacts facts) {
        String used = facts.connections() + " of " + facts.maxConnections() + " in use";
        return facts.maxConnections() - facts.connections() >= NEEDED_CONNECTIONS
                ? Finding.ok("connections", used)
                : Finding.warning(
                        "connections",
                        used + "; a sweep needs 5, a command up to 4",
                        "Raise max_connections of the server, or end other sessions.");
    }

    private static List<Finding> timeouts(ServerFacts facts) {
        List<Finding> findings = new ArrayList<>();
        facts.timeouts().forEach((name, limit) -> timeout(name, limit).ifPresent(findings::add));
        return findings.isEmpty() ? List.of(Finding.ok("timeouts", timeoutsText(facts.timeouts()))) : findings;
    }

    private static String timeoutsText(Map<String, Duration> timeouts) {
        return timeouts.isEmpty() ? "none" : "long enough: " + String.join(", ", timeouts.keySet());
    }

    private static Optional<Finding> timeout(String name, Duration limit) {
        String consequence =
                switch (name) {
                    case "idle_session_timeout" -> "the session that holds a study's lock is idle between decisions";
                    case "idle_in_transaction_session_timeout" ->
                        limit.compareTo(LONG_TRANSACTION_PAUSE) < 0
                                ? "`checkpoints clean` and migrations pause longer within a transaction"
                                : "";
                    default ->
                        limit.compareTo(LONG_STATEMENT) < 0
                                ? "migrations and the deletion of large studies take longer"
                                : "";
                };
        return consequence.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        name,
                        TextFormat.duration(limit) + ", but " + consequence,
                        "Turn it off for this user: ALTER ROLE ... SET " + name + " = 0"));
    }

    private static Finding durability(ServerFacts facts) {
        return facts.durable()
                ? Finding.ok("durability", "committed rows survive a power failure")
                : Finding.warning(
                        "durability",
                        "fsync, full_page_writes or synchronous_commit is off",
                        "Turn them on: after a power failure, epochs that were recorded may be missing.");
    }

    private static Finding encryption(ServerFacts facts) {
        if (!facts.remote() || facts.encrypted()) {
            return Finding.ok("connection", facts.encrypted() ? "encrypted" : "on this machine");
        }
        return Finding.warning(
                "connection",
                "goes over the network without encryption",
                "Turn SSL on in the server, and add sslmode=verify-full to the address.");
    }
}
