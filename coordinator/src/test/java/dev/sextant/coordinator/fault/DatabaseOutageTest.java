package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.schedule.SeveringProxy;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Files;
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
    void startsItsOwnServerAgainWhenItIsKilled() throws Exception {
        Path home = folder.resolve("owner");
        Path file = FaultStudy.write(folder, "owner", 2, 40, 0.1);
        DatabaseAddress address;
        try (EmbeddedServer before = EmbeddedServer.open(home.resolve("postgres"))) {
            address = before.address();
        }
        StudyRows rows = new StudyRows(address, "owner");
        try (SweepProcess process = SweepProcess.startEmbedded(home, "sweep", file.toString())) {
            for (int death = 1; death <= 2; death++) {
                int before = rows.epochs();
                process.awaitWhileAlive("3 more measurements", () -> rows.epochs() >= before + 3);
                killPostgres(home.resolve("postgres"));
                process.awaitWhileAlive("a server", () -> isBack(rows));
            }
            assertThat(process.exitCode()).as(process.output()).isZero();
            assertThat(process.output()).contains("The database is back").doesNotContain("lost");
        }
        assertThat(home.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        try (EmbeddedServer after = EmbeddedServer.open(home.resolve("postgres"))) {
            assertThat(after.address().url()).isEqualTo(address.url());
            assertThat(rows.state()).isEqualTo("COMPLETED");
            assertThat(rows.trials()).hasSize(40);
            assertThat(rows.openRuns()).isEmpty();
            assertThat(rows.lostRuns()).isEmpty();
            assertThat(rows.doubledEpochs()).isEmpty();
            assertThat(rows.gaps()).isEmpty();
        }
    }

    private static boolean isBack(StudyRows rows) {
        try {
            return rows.state().equals("RUNNING");
        } catch (IllegalStateException gone) {
            return false;
        }
    }

    private static void killPostgres(Path data) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get();
    }

    @Test
    void waitsForADatabaseAtTheStartAndLeavesOneThatFallsSilentInTime() throws Exception {
        Duration patience = Duration.ofSeconds(6);
        Path home = folder.resolve("silent");
        Path file = FaultStudy.write(folder, "silent", 1, 1000, 0.1);
        StudyRows rows = new StudyRows(server.address(), "silent");
        try (SeveringProxy proxy = SeveringProxy.before(server.address())) {
            proxy.refuse();
            try (SweepProcess process =
                    SweepProcess.start(home, server, proxy, "sweep", file.toString(), "--database-patience", "6")) {
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
