package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes in the middle of real sweeps, and checks the rows that are left. */
class KillAndResumeTest {
    private static final Pattern LOGGED = Pattern.compile("trial (\\d+) epoch (\\d+): \\{accuracy=([^,}]+)");

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
    void killedDriverLosesNothingAndEndsAsIfItHadNotBeenKilled() throws Exception {
        killDriver("killed-thrice", 3, 12, 0.1, 5);
    }

    @Test
    @Tag("long")
    void killedDriverLosesNothingAtTwentyMoments() throws Exception {
        killDriver("killed-often", 20, 48, 0.2, 6);
    }

    /** With one slot and a fixed seed, a killed study must end with the same trials and values as an undisturbed one. */
    private static void killDriver(String name, int kills, int trials, double epochSeconds, long seed)
            throws Exception {
        StudyRows alone = new StudyRows(server.address(), "alone-" + kills);
        Path home = folder.resolve(name);
        try (SweepProcess process = sweep(FaultStudy.write(folder, "alone-" + kills, 1, trials, 0.05), home)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        Random random = new Random(seed);
        StudyRows rows = new StudyRows(server.address(), name);
        Path file = FaultStudy.write(folder, name, 1, trials, epochSeconds);
        int killed = 0;
        for (boolean over = false; !over; ) {
            try (SweepProcess process = killed == 0 ? sweep(file, home) : resume(name, home)) {
                if (killed == kills) {
                    assertThat(process.exitCode()).as(process.output()).isZero();
                    over = true;
                } else {
                    int before = rows.epochs();
                    process.awaitWhileAlive("a measurement", () -> rows.epochs() > before);
                    over = !process.survives(Duration.ofMillis(random.nextInt(700)));
                    process.kill();
                    killed++;
                    rows.checkpointFolders().forEach(KillAndResumeTest::leaveHalfACheckpoint);
                }
            }
            assertThat(rows.doubledEpochs()).isEmpty();
            assertThat(rows.gaps()).isEmpty();
        }
        assertThat(killed).as("kills before the study was over").isEqualTo(kills);
        assertThat(rows.state()).isEqualTo("COMPLETED");
        assertThat(rows.openRuns()).isEmpty();
        assertThat(rows.runningTrials()).isEmpty();
        assertThat(rows.lostRuns()).isNotEmpty();
        assertThat(rows.trials()).isEqualTo(alone.trials());
        assertThat(rows.curves()).isEqualTo(alone.curves());
        assertThat(rows.trialsPastTheirBest()).isPositive();
        checkThatEveryBestEpochIsKept(rows);
        checkThatEveryLoggedMeasurementIsWritten(home, name, rows);
        checkThatNoFileIsLeft(home, rows);
    }

    @Test
    void lostExecutorCostsNoTrial() throws Exception {
        Path home = folder.resolve("lost-executor");
        StudyRows rows = new StudyRows(server.address(), "lost-executor");
        try (SweepProcess process = sweep(FaultStudy.write(folder, "lost-executor", "random", 2, 4, 0.5), home)) {
            process.awaitWhileAlive(
                    "5 measurements, and both executors far from a run's end",
                    () -> rows.epochs() >= 5 && rows.runsWithEpochsToGo(2) == 2);
            List<ProcessHandle> executors = process.executors();
            assertThat(executors).hasSize(2);
            executors.get(0).destroyForcibly();
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        assertThat(rows.state()).isEqualTo("COMPLETED");
        assertThat(rows.lostRuns()).isNotEmpty();
        assertThat(rows.openRuns()).isEmpty();
        assertThat(rows.doubledEpochs()).isEmpty();
        assertThat(rows.gaps()).isEmpty();
        assertThat(rows.trials()).hasSize(4).noneMatch(trial -> trial.contains("FAILED"));
        checkThatEveryLoggedMeasurementIsWritten(home, "lost-executor", rows);
        checkThatEveryBestEpochIsKept(rows);
        checkThatNoFileIsLeft(home, rows);
    }

    @Test
    void controlCPausesEveryTrialAndResumeContinuesThem() throws Exception {
        Path home = folder.resolve("interrupted");
        StudyRows rows = new StudyRows(server.address(), "interrupted");
        try (SweepProcess process = sweep(FaultStudy.write(folder, "interrupted", 2, 12, 0.1), home)) {
            process.awaitWhileAlive("3 measurements", () -> rows.epochs() >= 3);
            process.interrupt();
            assertThat(process.exitCode()).as(process.output()).isEqualTo(130);
            assertThat(process.output()).contains("sextant resume interrupted");
        }
        assertThat(rows.state()).isEqualTo("PAUSED");
        assertThat(rows.openRuns()).isEmpty();
        assertThat(rows.runningTrials()).isEmpty();
        assertThat(rows.lostRuns()).isEmpty();
        int paused = rows.epochs();
        try (SweepProcess process = resume("interrupted", home)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        assertThat(rows.state()).isEqualTo("COMPLETED");
        assertThat(rows.epochs()).isGreaterThan(paused);
        assertThat(rows.doubledEpochs()).isEmpty();
        assertThat(rows.gaps()).isEmpty();
        checkThatEveryLoggedMeasurementIsWritten(home, "interrupted", rows);
        checkThatEveryBestEpochIsKept(rows);
    }

    @Test
    void secondCoordinatorLeavesWithAMessage() throws Exception {
        Path home = folder.resolve("two");
        StudyRows rows = new StudyRows(server.address(), "two");
        // More trials than there is time for: the study must still run when the second coordinator has left.
        Path file = FaultStudy.write(folder, "two", 1, 1000, 0.2);
        try (SweepProcess first = sweep(file, home)) {
            first.awaitWhileAlive("a measurement", () -> rows.epochs() > 0);
            try (SweepProcess second = sweep(file, home.resolve("second"))) {
                assertThat(second.exitCode()).as(second.output()).isEqualTo(4);
                assertThat(second.output())
                        .contains(
                                "two is being run by", "since", ". Wait until it ends, or pause it: sextant stop two");
            }
            first.interrupt();
            assertThat(first.exitCode()).as(first.output()).isEqualTo(130);
        }
    }

    @Test
    void killedDatabaseLosesNothing() throws Exception {
        Path data = folder.resolve("killed-postgres");
        Path home = folder.resolve("killed-database");
        Path file = FaultStudy.write(folder, "killed-database", 1, 12, 0.1);
        EmbeddedServer mortal = EmbeddedServer.open(data);
        try {
            StudyRows rows = new StudyRows(mortal.address(), "killed-database");
            try (SweepProcess process =
                    SweepProcess.start(home, mortal, "sweep", file.toString(), "--database-patience", "3")) {
                process.awaitWhileAlive("3 measurements", () -> rows.epochs() >= 3);
                killPostgres(data);
                assertThat(process.exitCode()).as(process.output()).isEqualTo(1);
                assertThat(process.output())
                        .containsOnlyOnce("); retrying for 3s")
                        .contains(
                                "). Run `sextant resume killed-database` when it is available again; nothing is lost.")
                        .doesNotContain("tried again");
            }
        } finally {
            mortal.close();
        }
        try (EmbeddedServer again = EmbeddedServer.open(data)) {
            StudyRows rows = new StudyRows(again.address(), "killed-database");
            assertThat(rows.epochs()).isGreaterThanOrEqualTo(3);
            try (SweepProcess process = SweepProcess.start(home, again, "resume", "killed-database")) {
                assertThat(process.exitCode()).as(process.output()).isZero();
            }
            assertThat(rows.state()).isEqualTo("COMPLETED");
            assertThat(rows.openRuns()).isEmpty();
            assertThat(rows.doubledEpochs()).isEmpty();
            assertThat(rows.gaps()).isEmpty();
            checkThatEveryLoggedMeasurementIsWritten(home, "killed-database", rows);
            checkThatEveryBestEpochIsKept(rows);
        }
    }

    private static SweepProcess sweep(Path file, Path home) throws IOException {
        return SweepProcess.start(home, server, "sweep", file.toString());
    }

    private static SweepProcess resume(String name, Path home) throws IOException {
        return SweepProcess.start(home, server, "resume", name);
    }

    private static void killPostgres(Path data) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("cluster").resolve("postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static void checkThatEveryBestEpochIsKept(StudyRows rows) {
        assertThat(rows.bestCheckpoints()).isNotEmpty().allSatisfy(uri -> assertThat(Path.of(URI.create(uri)))
                .exists());
    }

    /** Leaves files as an executor does that is killed while it writes one, and before another one has its row. */
    private static void leaveHalfACheckpoint(Path trialFolder) {
        try {
            Files.writeString(trialFolder.resolve("_epoch-009-run-1-attempt-1.ckpt"), "half");
            Path complete = trialFolder.resolve("epoch-999-run-1-attempt-1.ckpt");
            Files.writeString(complete, "whole, but without a row");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files that killed processes left are gone: temporary ones, and checkpoints without a row. */
    private static void checkThatNoFileIsLeft(Path home, StudyRows rows) throws IOException {
        assertThat(rows.checkpointFolders()).isNotEmpty();
        for (Path trialFolder : rows.checkpointFolders()) {
            try (Stream<Path> files = Files.list(trialFolder)) {
                List<String> names = files.map(file -> file.toUri().toString().replace("file:///", "file:/"))
                        .filter(name -> name.endsWith(".ckpt"))
                        .toList();
                // The newest one, the one before it, and that of the best epoch.
                assertThat(names).hasSizeBetween(1, 3);
                assertThat(rows.checkpoints()).containsAll(names);
            }
        }
        try (Stream<Path> sweeps = Files.list(home.resolve("work"))) {
            assertThat(sweeps.filter(Files::isDirectory)).isEmpty();
        }
    }

    /** Every measurement in the coordinator's log must be in the rows. */
    private static void checkThatEveryLoggedMeasurementIsWritten(Path home, String study, StudyRows rows)
            throws IOException {
        List<String> curves = rows.curves();
        List<String> log = Files.readAllLines(home.resolve("logs").resolve(study + ".log"));
        List<String> logged = log.stream()
                .map(LOGGED::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1) + " | " + match.group(2) + " | accuracy | " + match.group(3))
                .toList();
        assertThat(logged).isNotEmpty().doesNotHaveDuplicates();
        assertThat(curves).containsAll(logged);
    }
}
