package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.coordinator.hook.EventReceiver;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database password and the address of a web hook stay with the coordinator, the cluster's secret with its processes, and all files with their owner. */
class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void passwordReachesNeitherExecutorsNorCommandLinesNorFiles() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc to look into other processes");
        Path home = folder.resolve("home");
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("postgres"))) {
            String password = server.address().password().get().orElseThrow();
            StudyRows rows = new StudyRows(server.address(), "secrets");
            Path file = FaultStudy.write(folder, "secrets", 1, 3, 0.2);
            try (SweepProcess process = SweepProcess.start(
                    home, server, Map.of("SEXTANT_DB_PASSWORD", password), "sweep", file.toString())) {
                process.awaitWhileAlive("a measurement", () -> rows.epochs() > 0);
                List<ProcessHandle> executors = process.executors();
                assertThat(executors).isNotEmpty();
                for (ProcessHandle executor : executors) {
                    assertThat(proc(executor, "environ"))
                            .contains("OMP_NUM_THREADS")
                            .doesNotContain(password);
                    assertThat(proc(executor, "cmdline")).contains("Executor").doesNotContain(password);
                }
                assertThat(proc(process.handle(), "cmdline")).contains("sweep").doesNotContain(password);
                assertThat(process.exitCode()).as(process.output()).isZero();
                assertThat(process.output()).doesNotContain(password);
            }
            assertThat(rows.everything()).contains("secrets").doesNotContain(password);
            assertThat(filesThatHold(password, home)).isEmpty();
        }
    }

    @Test
    void addressOfAWebHookStaysWithTheCoordinator() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc to look into other processes");
        Path home = folder.resolve("told");
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("postgres-3"));
                EventReceiver receiver = EventReceiver.answering(500)) {
            StudyRows rows = new StudyRows(server.address(), "told");
            Path file = FaultStudy.write(folder, "told", 1, 3, 0.2);
            Map<String, String> environment =
                    Map.of("PGPASSFILE", server.passwordFile().toString(), "SEXTANT_ON_EVENT", receiver.address());
            try (SweepProcess process = SweepProcess.start(home, server, environment, "sweep", file.toString())) {
                process.awaitWhileAlive("an event", () -> !receiver.events().isEmpty());
                assertThat(process.executors()).isNotEmpty();
                for (ProcessHandle executor : process.executors()) {
                    assertThat(proc(executor, "environ"))
                            .contains("OMP_NUM_THREADS")
                            .doesNotContain(EventReceiver.SECRET);
                    assertThat(proc(executor, "cmdline")).doesNotContain(EventReceiver.SECRET);
                }
                assertThat(process.exitCode()).as(process.output()).isZero();
                assertThat(process.output())
                        .containsOnlyOnce("warning: http://127.0.0.1 has not taken the event")
                        .doesNotContain(EventReceiver.SECRET);
            }
            assertThat(receiver.events().get(0).path("event").asText()).isEqualTo("new_best");
            assertThat(receiver.events()
                            .get(receiver.events().size() - 1)
                            .path("state")
                            .asText())
                    .isEqualTo("COMPLETED");
            assertThat(rows.everything()).contains("told").doesNotContain(EventReceiver.SECRET);
            assertThat(filesThatHold(EventReceiver.SECRET, home)).isEmpty();
        }
    }

    @Test
    void secretOfTheClusterIsInTheEnvironmentOfExecutorsOnly() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc to look into other processes");
        Path home = folder.resolve("clustered");
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("postgres-2"))) {
            StudyRows rows = new StudyRows(server.address(), "clustered");
            String secret;
            Path file = FaultStudy.write(folder, "clustered", 1, 3, 0.2);
            try (SweepProcess process = SweepProcess.start(home, server, "sweep", file.toString())) {
                process.awaitWhileAlive("a measurement", () -> rows.epochs() > 0);
                ProcessHandle executor = process.executors().get(0);
                secret = variable(executor, "_SPARK_AUTH_SECRET");
                assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
                assertThat(proc(executor, "cmdline"))
                        .contains("-Dspark.authenticate=true")
                        .doesNotContain(secret);
                assertThat(proc(process.handle(), "cmdline")).contains("sweep").doesNotContain(secret);
                assertThat(filesThatHold(secret, onlyIn(home.resolve("work")).resolve("executors")))
                        .isEmpty();
                assertThat(process.exitCode()).as(process.output()).isZero();
                assertThat(process.output()).doesNotContain(secret);
                assertThat(rows.everything()).contains("clustered").doesNotContain(secret);
            }
            assertThat(filesThatHold(secret, home)).isEmpty();
            assertThat(filesOpenToOthers(home)).isEmpty();
            assertThat(home.resolve("work")).isDirectoryNotContaining("glob:**/sweep-*");
        }
    }

    private static Path onlyIn(Path work) throws IOException {
        try (Stream<Path> folders = Files.list(work)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static String variable(ProcessHandle process, String name) throws IOException {
        return proc(process, "environ")
                .lines()
                .flatMap(all -> Stream.of(all.split("\0", -1)))
                .filter(entry -> entry.startsWith(name + "="))
                .findFirst()
                .map(entry -> entry.substring(name.length() + 1))
                .orElseThrow();
    }

    /** Returns what others may do anything with, below a folder and outside its folders of sweeps under way. */
    private static List<Path> filesOpenToOthers(Path home) throws IOException {
        List<Path> open = new ArrayList<>();
        for (Path file : below(home)) {
            if (!file.startsWith(home.resolve("work")) && OwnerOnly.isOpen(file)) {
                open.add(file);
            }
        }
        assertThat(OwnerOnly.isOpen(home.resolve("work"))).isFalse();
        return open;
    }

    private static String proc(ProcessHandle process, String file) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file), StandardCharsets.ISO_8859_1);
    }

    private static List<Path> filesThatHold(String text, Path root) throws IOException {
        List<Path> holding = new ArrayList<>();
        for (Path file : below(root)) {
            if (Files.isRegularFile(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                holding.add(file);
            }
        }
        return holding;
    }

    /** Returns the files and folders below a folder. */
    private static List<Path> below(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> !file.equals(root)).toList();
        }
    }
}
