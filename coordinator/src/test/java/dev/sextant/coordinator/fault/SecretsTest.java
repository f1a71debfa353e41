package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database password stays with the coordinator. */
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
            assertThat(filesThatHold(password, Path.of(System.getenv("SPARK_HOME"), "work")))
                    .isEmpty();
        }
    }

    private static String proc(ProcessHandle process, String file) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file), StandardCharsets.ISO_8859_1);
    }

    private static List<Path> filesThatHold(String text, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.log|\\.txt|stderr|stdout)"))
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
