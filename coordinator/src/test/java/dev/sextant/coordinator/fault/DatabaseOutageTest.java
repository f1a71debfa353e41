package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.schedule.SeveringProxy;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sweeps whose database is away: at the start, without a word, or killed. */
class DatabaseOutageTest {
    @TempDir
    static Path folder;

    private static EmbeddedServer server;

    @BeforeAll
    static void startDatabase() {
        server = EmbeddedServer.open(folder.resolve("postgres"));
    }

    @AfterAll
    static void stopDatabase() {
        server.close();
    }

    @Test
    void waitsForADatabaseAtTheStartAndLeavesOneThatFallsSilentInTime() throws Exception {
        Duration patience = Duration.ofSeconds(6);
        Path home = folder.resolve("silent");
        Path file = FaultStudy.write(folder, "silent", 1, 1000, 0.1);
        StudyRows rows = new StudyRows(server.address(), "silent");
        try (SeveringProxy proxy = SeveringProxy.before(server.address())) {
            proxy.refuse();
            try (SweepProcess process = SweepProcess.start(
                    home, server, proxy, "sweep", file.toString(), "--database-patience", "6")) {
                process.awaitWhileAlive("a notice", () -> process.output().contains("; retrying for 6s"));
                proxy.restore();
                process.awaitWhileAlive("3 measurements", () -> rows.epochs() >= 3);
                assertThat(process.output()).containsOnlyOnce("The database is back");

                proxy.swallow();
                long silentSince = System.nanoTime();
                assertThat(process.exitCode()).as(process.output()).isEqualTo(1);
                // One more attempt, the end of Spark, and a slow machine.
                assertThat(Duration.ofNanos(System.nanoTime() - silentSince)).isLessThan(patience.plusSeconds(20));
                assertThat(process.output()).contains("Run `sextant resume silent` when it is available again");
            }
        }
    }
}
