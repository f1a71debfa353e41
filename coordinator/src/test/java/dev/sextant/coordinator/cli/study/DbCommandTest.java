package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.connect.Connections;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        for (String question : List.of("status", "trials", "best", "importance", "stop", "delete")) {
            Said said = say(CapturedConsole.withEnvironment(environment), question, "cars");
            assertThat(said.code()).as(question).isEqualTo(ExitCode.FAILED);
            assertThat(said.err())
                    .startsWith("sextant: There is no study cars: ")
                    .contains("has no studies yet");
        }
        Said status = say(CapturedConsole.withEnvironment(environment), "db", "status", "--json");
        assertThat(status.json().get("schema_version").asText()).isEqualTo("0");
    }

    @Test
    void dumpsAStudyAndRestoresItWithItsCheckpointIntoAnotherDatabase(@TempDir Path folder) throws Exception {
        try (Connection connection = new Connections(server().address(), 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE elsewhere");
        }
        String file = folder.resolve("cars.sextant").toString();
        Said dumped = run("db", "dump", file, "--study", ENDED, "--checkpoints");
        assertThat(dumped.code()).as(dumped.err()).isZero();
        assertThat(dumped.out())
                .startsWith("Wrote study cars-resnet18 with 40 trials and 1 checkpoint file to " + file + " (");
        Said again = run("db", "dump", file);
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains(file + " exists. Name another file");

        Map<String, String> elsewhere = Map.of(
                "SEXTANT_DB", server().address().url().replaceAll("/[^/]*$", "/elsewhere?user=sextant"),
                "SEXTANT_DB_PASSWORD", server().address().password().get().orElseThrow(),
                "SEXTANT_HOME", folder.resolve("home").toString());
        String to = folder.resolve("shared").toUri().toString();
        Said restored =
                say(CapturedConsole.withEnvironment(elsewhere), "db", "restore", file, "--checkpoints", to, "--json");
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.json().get("studies").get(0).asText()).isEqualTo(ENDED);
        assertThat(restored.json().get("checkpoint_files").asInt()).isEqualTo(1);
        JsonNode best = say(
                        CapturedConsole.withEnvironment(elsewhere),
                        "show",
                        ENDED,
                        Integer.toString(SampleStudy.BEST),
                        "--json")
                .json();
        Path moved =
                Path.of(URI.create(best.get("checkpoints").get(0).get("uri").asText()));
        assertThat(moved).startsWith(folder.resolve("shared")).hasContent("a trained model");
        Said twice = say(CapturedConsole.withEnvironment(elsewhere), "db", "restore", file);
        assertThat(twice.code()).isEqualTo(ExitCode.FAILED);
        assertThat(twice.err()).contains("already has a study cars-resnet18").hasLineCount(1);
        assertThat(say(CapturedConsole.withEnvironment(elsewhere), "db", "restore", file + ".gone")
                        .err())
                .isEqualTo("sextant: There is no file " + file + ".gone\n");
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
    void anUnreachableDatabaseIsReportedAfterAFewSeconds() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        Said said = run("list", "--db", "jdbc:postgresql://127.0.0.1:" + freePort + "/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .hasLineCount(2)
                .startsWith("Cannot reach database jdbc:postgresql://127.0.0.1:" + freePort + "/sextant (")
                .contains("; retrying for 5s\nsextant: Cannot reach database ");
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
