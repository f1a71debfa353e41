package dev.sextant.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessGroupTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

    @TempDir
    Path folder;

    @Test
    void childrenOfAProgramThatHasEndedEndByThemselves() throws Exception {
        ProcessGroup group = start(3600, "sleep 3600 & echo $! > child; setsid sleep 3600 & echo $! > escaped; exit 5");

        awaitEnd(group);

        assertThat(group.exitCode()).isEqualTo(5);
        assertThat(isAlive("child")).isFalse();
        assertThat(isAlive("escaped")).isFalse();
    }

    @Test
    void childThatIgnoresSigtermIsKilledAfterTheGraceTime() throws Exception {
        ProcessGroup group = start(0.3, "trap '' TERM; sleep 3600 & echo $! > child; exit 5");

        awaitEnd(group);

        assertThat(group.exitCode()).isEqualTo(5);
        assertThat(isAlive("child")).isFalse();
    }

    @Test
    void programThatSignalsItsOwnGroupKeepsItsExitCode() throws Exception {
        ProcessGroup group = start(3600, "trap 'exit 7' TERM; kill -s TERM 0; sleep 3600");

        awaitEnd(group);

        assertThat(group.exitCode()).isEqualTo(7);
    }

    @Test
    void programOutlivesNeitherItsSupervisorNorTheEnd() throws Exception {
        ProcessGroup group = start(0.3, "trap '' TERM; echo $PPID > supervisor; echo $$ > program; sleep 3600 & wait");
        long supervisor = awaitPid("supervisor");
        awaitPid("program");

        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
        group.end();

        assertThat(isAlive("program")).isFalse();
    }

    private ProcessGroup start(double graceSeconds, String script) throws IOException {
        Duration grace = Duration.ofMillis(Math.round(1000 * graceSeconds));
        return ProcessGroup.start(List.of("sh", "-c", script), ENVIRONMENT, folder, grace);
    }

    private static void awaitEnd(ProcessGroup group) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (group.isAlive()) {
            assertThat(System.nanoTime()).as("the program still runs").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private long awaitPid(String name) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (pid(name).isEmpty()) {
            assertThat(System.nanoTime()).as("the program has not started").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return pid(name).get();
    }

    private Optional<Long> pid(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip())
                        .filter(text -> !text.isEmpty())
                        .map(Long::valueOf)
                : Optional.empty();
    }

    private boolean isAlive(String name) throws IOException {
        return ProcessTable.isRunning(pid(name).orElseThrow());
    }
}
