package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.connect.DatabaseAddress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds, in sound surroundings and in broken ones. */
class DoctorCommandTest extends CommandTest {
    private static final String PASSWORD = "planted-hunter2-secret";

    @TempDir
    Path folder;

    /** A finding as it is printed as JSON. */
    private record Found(String level, String subject, String found, String remedy) {}

    private static Said doctor(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("doctor", "--json"));
        all.addAll(List.of(arguments));
        return say(CapturedConsole.withEnvironment(environment), all.toArray(String[]::new));
    }

    private static Map<String, String> ownHome() {
        return Map.of("SEXTANT_HOME", home().toString());
    }

    private static List<Found> findings(Said said, String group) throws IOException {
        List<Found> found = new ArrayList<>();
        for (JsonNode each : said.json().get("groups")) {
            if (each.get("group").asText().equals(group)) {
                each.get("findings")
                        .forEach(finding -> found.add(new Found(
                                finding.get("level").asText(),
                                finding.get("subject").asText(),
                                finding.get("found").asText(),
                                finding.get("remedy").asText())));
            }
        }
        return found;
    }

    private static void sql(String... statements) throws SQLException {
        DatabaseAddress address = server().address();
        try (Connection connection = DriverManager.getConnection(
                        address.url(),
                        address.user().orElseThrow(),
                        address.password().get().orElseThrow());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String serverUrl() {
        String url = server().address().url();
        return url.substring(0, url.lastIndexOf('/') + 1);
    }

    @Test
    void findsASoundDatabase() throws IOException {
        List<Found> database = findings(doctor(ownHome(), "--no-cluster"), "database");

        assertThat(database).extracting(Found::level).containsOnly("ok");
        assertThat(database)
                .extracting(Found::subject)
                .containsExactly(
                        "server",
                        "encoding",
                        "schema",
                        "rights",
                        "connections",
                        "timeouts",
                        "durability",
                        "connection",
                        "clock");
    }

    @Test
    void namesWhatAUserOfTheDatabaseLacks() throws Exception {
        sql(
                "CREATE DATABASE bare ENCODING 'SQL_ASCII' TEMPLATE template0",
                "CREATE ROLE limited LOGIN PASSWORD '" + PASSWORD + "'",
                "ALTER ROLE limited SET idle_session_timeout = '5min'",
                "ALTER ROLE limited SET statement_timeout = '2s'",
                "ALTER ROLE limited SET synchronous_commit = off");
        Map<String, String> environment = new HashMap<>(ownHome());
        environment.put("SEXTANT_DB", serverUrl() + "bare?user=limited");
        environment.put("SEXTANT_DB_PASSWORD", PASSWORD);

        Said said = doctor(environment, "--no-cluster");

        List<Found> wrong = findings(said, "database").stream()
                .filter(found -> !found.level().equals("ok"))
                .toList();
        assertThat(wrong)
                .extracting(Found::subject)
                .containsExactly("encoding", "rights", "idle_session_timeout", "statement_timeout", "durability");
        assertThat(wrong.get(1).remedy()).contains("GRANT CREATE ON DATABASE");
        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out() + said.err()).doesNotContain(PASSWORD);
        sql("DROP DATABASE bare", "DROP ROLE limited");
    }

    @Test
    void migratesNothing() throws Exception {
        sql("CREATE DATABASE untouched TEMPLATE template0");
        Map<String, String> environment = new HashMap<>(ownHome());
        environment.put("SEXTANT_DB", serverUrl() + "untouched");
        environment.put("SEXTANT_DB_USER", server().address().user().orElseThrow());
        environment.put(
                "SEXTANT_DB_PASSWORD", server().address().password().get().orElseThrow());

        for (int time = 1; time <= 2; time++) {
            assertThat(findings(doctor(environment, "--no-cluster"), "database"))
                    .contains(new Found("ok", "schema", "none yet; the first sweep creates it", "null"));
        }
        sql("DROP DATABASE untouched");
    }

    @Test
    void createsNothingInAHomeThatDoesNotExist() throws IOException {
        Path home = folder.resolve("new/home");

        Said said = doctor(Map.of("SEXTANT_HOME", home.toString()), "--no-cluster");

        assertThat(findings(said, "database")).singleElement().satisfies(found -> assertThat(found.found())
                .contains("none yet", "the first sweep creates"));
        assertThat(home.getParent()).doesNotExist();
    }

    @Test
    void survivesWhateverIsBroken() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        Map<String, String> environment = Map.of(
                "SEXTANT_HOME",
                "/proc/nobody/home",
                "SEXTANT_DB",
                "jdbc:postgresql://127.0.0.1:" + freePort + "/sextant",
                "SEXTANT_DB_PASSWORD",
                PASSWORD);

        Said said = doctor(
                environment, "--no-cluster", folder.resolve("absent.yaml").toString());

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).doesNotContain(PASSWORD, "\tat ");
        assertThat(findings(said, "database")).singleElement().satisfies(found -> assertThat(found.found())
                .contains("Cannot reach database"));
        assertThat(findings(said, "data")).singleElement().satisfies(found -> assertThat(found.found())
                .contains("absent.yaml does not exist"));
        assertThat(findings(said, "machine")).anySatisfy(found -> {
            assertThat(found.subject()).isEqualTo("SEXTANT_HOME");
            assertThat(found.level()).isEqualTo("problem");
        });
        assertThat(findings(said, "leftovers")).isNotEmpty();
    }

    @Test
    void refusesAPasswordInTheAddressWithoutPrintingIt() throws IOException {
        Said said = doctor(ownHome(), "--no-cluster", "--db", "postgresql://ada:" + PASSWORD + "@db/sextant");

        assertThat(findings(said, "database")).singleElement().satisfies(found -> assertThat(found.found())
                .contains("must not contain a password"));
        assertThat(said.out() + said.err()).doesNotContain(PASSWORD);
    }

    @Test
    void readsTheImagesOfTheStudyFile() throws IOException {
        for (String name : List.of("cat", "dog")) {
            Path images = Files.createDirectories(folder.resolve("pets").resolve(name));
            for (int i = 0; i < 5; i++) {
                ImageIO.write(
                        new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB),
                        "png",
                        images.resolve(i + ".png").toFile());
            }
        }
        Files.writeString(folder.resolve("pets/dog/3.png"), "no image");
        Path study = Files.writeString(
                folder.resolve("study.yaml"),
                """
                study: pets
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: image-classifier, data: pets, image_size: 8}
                parameters: {learning_rate: {type: continuous, low: 1.0e-4, high: 0.1, scale: log}}
                fidelity: {max_epochs: 3}
                search: {algorithm: asha}
                budget: {trials: 3}
                """);

        List<Found> data = findings(doctor(ownHome(), "--no-cluster", study.toString()), "data");

        assertThat(data).anySatisfy(found -> assertThat(found.found()).contains("2 classes, 10 images"));
        assertThat(data).anySatisfy(found -> {
            assertThat(found.level()).isEqualTo("warning");
            assertThat(found.found()).contains("all 10 images were read; 1 cannot be decoded", "dog/3.png");
        });

        Files.writeString(folder.resolve("pets/cat/3.png"), "no image");
        Said refused = doctor(ownHome(), "--no-cluster", study.toString());

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(findings(refused, "data")).anySatisfy(found -> {
            assertThat(found.level()).isEqualTo("problem");
            assertThat(found.found()).contains("2 unreadable files of 10, more than max_unreadable (0.1) allows");
        });
    }

    @Test
    void namesEachProblemOfTheStudyFile() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), "study: pets\nbudget: {trials: 0}\n");

        List<Found> data = findings(doctor(ownHome(), "--no-cluster", study.toString()), "data");

        assertThat(data).hasSizeGreaterThan(2).extracting(Found::level).containsOnly("problem");
        assertThat(data).anySatisfy(found -> assertThat(found.found()).contains(study + ":2: budget.trials: "));
    }

    @Test
    void asksExecutorsWhatTheyHave() throws IOException {
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));

        List<Found> cluster = findings(
                doctor(
                        ownHome(),
                        "--master",
                        "local[2]",
                        "--slots",
                        "2",
                        "--checkpoints",
                        checkpoints.resolve("new").toString()),
                "cluster");

        assertThat(cluster).extracting(Found::level).as(cluster.toString()).containsOnly("ok");
        assertThat(cluster.get(0).found()).startsWith("room for 2 slots on local[2]");
        assertThat(cluster).anySatisfy(found -> assertThat(found.found()).startsWith("ND4J starts"));
        assertThat(cluster).anySatisfy(found -> assertThat(found.found()).contains("shares the checkpoint folder"));
        assertThat(checkpoints).isEmptyDirectory();
    }

    @Test
    void saysThatTheCheckpointFolderCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));

        List<Found> cluster =
                findings(doctor(ownHome(), "--master", "local[2]", "--checkpoints", file + "/checkpoints"), "cluster");

        assertThat(cluster).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo("problem");
            assertThat(found.subject()).isEqualTo("checkpoint folder");
        });
    }

    @Test
    void saysHowMuchRoomTheClusterLacks() throws IOException {
        List<Found> cluster = findings(
                doctor(ownHome(), "--master", "local[1]", "--slots", "2", "--executor-patience", "21"), "cluster");

        assertThat(cluster.get(0).level()).isEqualTo("problem");
        assertThat(cluster.get(0).found()).contains("2 slots").doesNotContain("no answer");
    }

    @Test
    void saysWhyExecutorsDoNotStart() throws IOException {
        List<Found> cluster = findings(doctor(ownHome(), "--master", "local-cluster[1,1,128]"), "cluster");

        assertThat(cluster).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo("problem");
            assertThat(found.found()).contains("its workers have 128 MiB");
        });
    }

    @Test
    void findsWhatKilledSweepsAndDeletedStudiesLeft() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.write(Files.createDirectories(home.resolve("work/sweep-1")).resolve("output"), new byte[2048]);
        Path orphan = home.resolve("checkpoints/gone-3-20260101T000000000/trial-0001");
        Files.write(Files.createDirectories(orphan).resolve("epoch-001-run-1-attempt-1.ckpt"), new byte[4096]);
        Map<String, String> environment = Map.of(
                "SEXTANT_HOME", home.toString(),
                "SEXTANT_DB", server().address().url(),
                "SEXTANT_DB_USER", server().address().user().orElseThrow(),
                "SEXTANT_DB_PASSWORD", server().address().password().get().orElseThrow());

        List<Found> leftovers = findings(doctor(environment, "--no-cluster"), "leftovers");

        assertThat(leftovers).anySatisfy(found -> {
            assertThat(found.found()).startsWith("1 folder of killed sweeps").endsWith("2.0 KiB");
            assertThat(found.remedy()).isEqualTo("The next sweep deletes them.");
        });
        assertThat(leftovers).anySatisfy(found -> {
            assertThat(found.found()).contains("gone-3-20260101T000000000").endsWith("4.0 KiB");
            assertThat(found.level()).isEqualTo("warning");
        });
        assertThat(orphan).isNotEmptyDirectory();
        assertThat(home.resolve("work/sweep-1")).exists();
    }

    @Test
    void printsOneLineForEachFinding() {
        Said said = run("doctor", "--no-cluster");

        assertThat(said.out().lines().filter(line -> !line.isEmpty() && !line.matches("[a-z]+")))
                .allMatch(
                        line -> line.matches("  (ok     |warning|problem)  \\S.*: .*|\\d+ problems?, \\d+ warnings?"));
        assertThat(said.out()).contains("\ndatabase\n", "  ok       encoding: UTF8\n");
    }
}
