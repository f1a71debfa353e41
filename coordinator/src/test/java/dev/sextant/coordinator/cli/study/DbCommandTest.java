package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.connect.Connections;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schema, roles and addresses of the database. */
class DbCommandTest extends CommandTest {
    private static final String PASSWORD = "planted-hunter2-secret";

    @Test
    void startRefusesAnExternalServer() {
        Said said = run("db", "start", "--db", "jdbc:postgresql://db.example.org/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("db start runs the embedded server, but --db or SEXTANT_DB names another: "
                        + "jdbc:postgresql://db.example.org/sextant. Remove the address");
    }

    @Test
    void statusAndMigrateKnowTheSchema() throws IOException {
        JsonNode json = run("db", "status", "--json").json();

        assertThat(json.get("embedded").asBoolean()).isTrue();
        assertThat(json.get("pending")).isEmpty();
        assertThat(json.get("schema_version")).isEqualTo(json.get("program_version"));
        assertThat(run("db", "status").out()).endsWith("The schema is up to date\n");
        assertThat(run("db", "migrate").out()).contains("The schema is already at version ");
        JsonNode migrated = run("db", "migrate", "--json").json();
        assertThat(migrated.get("before")).isEqualTo(migrated.get("schema_version"));
    }

    @Test
    void questionsAboutAnEmptyDatabaseCreateNothingInIt() throws Exception {
        try (Connection connection = new Connections(server().address(), 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE nothing_yet");
        }
        Map<String, String> environment = Map.of(
                "SEXTANT_DB", server().address().url().replaceAll("/[^/]*$", "/nothing_yet?user=sextant"),
                "SEXTANT_DB_PASSWORD", server().address().password().get().orElseThrow());

        Said list = say(CapturedConsole.withEnvironment(environment), "list");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out()).startsWith("No studies yet in ");
        for (String question : List.of("status", "trials", "best", "show", "importance", "stop", "delete")) {
            Said said = say(CapturedConsole.withEnvironment(environment), question, "cars");
            assertThat(said.code()).as(question).isEqualTo(ExitCode.FAILED);
            assertThat(said.err()).startsWith("sextant: There is no study cars: ").contains("has no studies yet");
        }
        Said status = say(CapturedConsole.withEnvironment(environment), "db", "status", "--json");
        assertThat(status.json().get("schema_version").asText()).isEqualTo("0");
    }

    @Test
    void rolesCreatesAReadOnlyRoleAndNeverPrintsItsPassword() {
        Said said = say(
                CapturedConsole.withEnvironment(
                        Map.of("SEXTANT_HOME", home().toString(), "SEXTANT_READER_PASSWORD", PASSWORD)),
                "db",
                "roles",
                "--name",
                "watcher");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Its password is set.").doesNotContain(PASSWORD);

        Map<String, String> reader =
                Map.of("SEXTANT_DB", server().address().url() + "?user=watcher", "SEXTANT_DB_PASSWORD", PASSWORD);
        assertThat(say(CapturedConsole.withEnvironment(reader), "list").out()).contains(ENDED);
        Said forbidden = say(CapturedConsole.withEnvironment(reader), "delete", ENDED, "--yes");
        assertThat(forbidden.code()).isEqualTo(ExitCode.FAILED);
        assertThat(forbidden.err()).contains("watcher").doesNotContain(PASSWORD);
    }

    @Test
    void anUnreachableDatabaseIsReportedInOneLine() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        Said said = run("list", "--db", "jdbc:postgresql://127.0.0.1:" + freePort + "/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .hasLineCount(1)
                .startsWith("sextant: Cannot reach database jdbc:postgresql://127.0.0.1:" + freePort + "/sextant (");
    }

    @Test
    void anAddressWithAPasswordIsAMistakeInTheCommandLine() {
        Said said = run("list", "--db", "jdbc:postgresql://ada:secret@127.0.0.1/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).hasLineCount(1).startsWith("sextant: --db must not contain a password");
    }

    @Test
    void namesTheFolderThatHidesTheHome() throws IOException {
        Path file = Files.createTempFile("sextant-home", "");

        Said said = say(CapturedConsole.withEnvironment(Map.of("HOME", file.toString())), "list");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .startsWith("sextant: Sextant's folder " + file + "/.sextant cannot be used: " + file
                        + " is not a folder that user ")
                .endsWith(" may enter. Set SEXTANT_HOME to a folder of your own, or correct HOME.\n");
    }

    @Test
    void aPasswordIsNeverPrinted() {
        String url = server().address().url();
        List<Said> all = new ArrayList<>();
        for (String[] arguments : new String[][] {
            {"list", "--verbose", "--db", url + "?user=sextant"},
            {"status", ENDED, "--verbose", "--db", url.replace("//", "//sextant:" + PASSWORD + "@")},
            {"status", ENDED, "--verbose", "--db", url + "?user=sextant&password=" + PASSWORD},
            {"db", "status", "--verbose", "--db", "mysql://sextant:" + PASSWORD + "@127.0.0.1/x"}
        }) {
            all.add(say(CapturedConsole.withEnvironment(Map.of("SEXTANT_DB_PASSWORD", PASSWORD)), arguments));
        }
        all.add(say(
                CapturedConsole.withEnvironment(Map.of("SEXTANT_DB", url.replace("//", "//sextant:" + PASSWORD + "@"))),
                "list",
                "--verbose"));

        assertThat(all).allSatisfy(said -> {
            assertThat(said.code()).isNotZero();
            assertThat(said.err()).isNotEmpty();
            assertThat(said.out() + said.err()).doesNotContain(PASSWORD);
        });
    }
}
