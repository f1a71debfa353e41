package dev.sextant.sql.server;

import static dev.sextant.sql.Samples.START;
import static dev.sextant.sql.Samples.configuration;
import static dev.sextant.sql.Samples.epoch;
import static dev.sextant.sql.SingleWrites.recordEpochs;
import static dev.sextant.sql.SingleWrites.startTrial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import dev.sextant.sql.Awaiting;
import dev.sextant.sql.Database;
import dev.sextant.sql.Samples;
import dev.sextant.sql.SharedServer;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.connect.LockLostException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.row.StudyRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's life: each test has a data folder, and so a server process, of its own. */
class EmbeddedServerTest {
    @TempDir
    private Path folder;

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("cluster/postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    private void kill() throws Exception {
        ProcessHandle process = postmaster();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void isUsedIfItRunsButNotStartedToBeLookedAt() throws Exception {
        assertThat(EmbeddedServer.openRunning(folder)).isEmpty();
        assertThat(folder).as("untouched").isEmptyDirectory();
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            try (EmbeddedServer same = EmbeddedServer.openRunning(folder).orElseThrow()) {
                assertThat(same.address().url()).isEqualTo(server.address().url());
            }
            Database.connect(server.address()).close();
        }
        assertThat(EmbeddedServer.openRunning(folder)).isEmpty();
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void keepsItsDataAndItsPortOverStops() throws Exception {
        DatabaseAddress address;
        try (EmbeddedServer server = EmbeddedServer.open(folder);
                Database database = Database.open(server.address())) {
            address = server.address();
            database.studies().createIfAbsent(Samples.spec("lasting"));
            assertThat(address.url()).startsWith("jdbc:postgresql://127.0.0.1:");
            assertThat(Files.getPosixFilePermissions(server.passwordFile()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
        assertThatThrownBy(() -> Database.open(address)).isInstanceOf(DatabaseGoneException.class);
        try (EmbeddedServer server = EmbeddedServer.open(folder);
                Database database = Database.open(server.address())) {
            assertThat(server.address().url()).isEqualTo(address.url());
            assertThat(database.studies().find("lasting")).isPresent();
        }
    }

    @Test
    void isSharedAndStoppedByTheLastWhoLeaves() throws Exception {
        EmbeddedServer first = EmbeddedServer.open(folder);
        ProcessHandle process = postmaster();
        EmbeddedServer second = EmbeddedServer.open(folder);
        assertThat(second.address().url()).isEqualTo(first.address().url());
        first.close();
        first.close();
        assertThat(process.isAlive()).isTrue();
        try (Database database = Database.open(second.address())) {
            assertThat(database.studies().find("any")).isEmpty();
        }
        second.close();
        process.onExit().get(30, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void isStartedAgainWhenKilledIfAskedFor() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(folder);
                Database database = Database.open(server.address())) {
            database.studies().createIfAbsent(Samples.spec("lasting"));
            server.restartWhenKilled();
            for (int death = 1; death <= 2; death++) {
                ProcessHandle before = postmaster();
                kill();
                assertThat(Awaiting.until(() -> findIfThere(database, "lasting")))
                        .isEqualTo("lasting");
                assertThat(postmaster()).isNotEqualTo(before);
            }
            try (EmbeddedServer second = EmbeddedServer.open(folder)) {
                assertThat(second.address().url()).isEqualTo(server.address().url());
            }
            assertThat(postmaster().isAlive()).as("the owner is still seen").isTrue();
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
    }

    private static Optional<String> findIfThere(Database database, String study) {
        try {
            return database.studies().find(study).map(row -> row.spec().name());
        } catch (DatabaseGoneException e) {
            return Optional.empty();
        }
    }

    @Test
    void tellsAKilledServerFromOneThatWasStopped() throws Exception {
        PostgresCluster cluster = new PostgresCluster(folder);
        EmbeddedServer.open(folder);
        assertThat(cluster.wasKilled()).as("running").isFalse();
        cluster.stop();
        assertThat(cluster.wasKilled()).as("stopped").isFalse();
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            assertThat(server.address().url()).isNotEmpty();
            kill();
            assertThat(cluster.wasKilled()).as("killed").isTrue();
        }
    }

    @Test
    void wantsThePassword() {
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            assertThatThrownBy(() -> Database.open(SharedServer.as(server.address(), "sextant", Optional.of("guess"))))
                    .hasMessageContaining("refuses user sextant");
        }
    }

    @Test
    void clearsAwayWhatACrashLeftEvenIfTheProcessNumberIsAnothersNow() throws Exception {
        EmbeddedServer.open(folder).close();
        long ours = ProcessHandle.current().pid();
        Files.writeString(folder.resolve("cluster/postmaster.pid"), ours + "\n" + folder + "\n1\n1\n\n*\n\nready   \n");
        try (EmbeddedServer server = EmbeddedServer.open(folder);
                Database database = Database.open(server.address())) {
            assertThat(database.studies().find("any")).isEmpty();
            assertThat(postmaster().pid()).isNotEqualTo(ours);
        }
    }

    @Test
    void takesAProcessWhoseCommandCannotBeReadForNoServer() throws Exception {
        EmbeddedServer.open(folder).close();
        // Its child ends at once, and nobody asks how: a process without a command.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
        try (BufferedReader said = parent.inputReader()) {
            ProcessHandle mute =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            Awaiting.until(() -> mute.info().command().isEmpty() ? Optional.of(mute) : Optional.empty());
            assertThat(mute.isAlive()).isTrue();
            Files.writeString(
                    folder.resolve("cluster/postmaster.pid"), mute.pid() + "\n" + folder + "\n1\n1\n\n*\n\nready   \n");
            try (EmbeddedServer server = EmbeddedServer.open(folder);
                    Database database = Database.open(server.address())) {
                assertThat(database.studies().find("any")).isEmpty();
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void beginsANewLogAtAStartWhenTheOldOneIsLarge() throws Exception {
        EmbeddedServer.open(folder).close();
        Path log = folder.resolve("postgres.log");
        long small = Files.size(log);
        EmbeddedServer.open(folder).close();
        assertThat(Files.size(log)).isGreaterThan(small);
        assertThat(folder.resolve("postgres.1.log")).doesNotExist();
        try (RandomAccessFile large = new RandomAccessFile(log.toFile(), "rw")) {
            large.setLength(10 << 20);
        }
        EmbeddedServer.open(folder).close();
        assertThat(Files.size(log)).isLessThan(10 << 20);
        assertThat(folder.resolve("postgres.1.log")).hasSize(10 << 20);
    }

    @Test
    void refusesTheDataOfAnotherMajorVersionBeforeItStarts() throws Exception {
        EmbeddedServer.open(folder).close();
        Path version = folder.resolve("cluster/PG_VERSION");
        String own = Files.readString(version).strip();
        Files.writeString(version, "12\n");
        Path log = folder.resolve("postgres.log");
        Files.delete(log);
        assertThatThrownBy(() -> EmbeddedServer.open(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("PostgreSQL 12 created data folder " + folder.resolve("cluster"))
                .hasMessageContaining("this Sextant contains PostgreSQL " + own)
                .hasMessageContaining("sextant db dump FILE")
                .hasMessageContaining("sextant db restore FILE");
        assertThat(log).as("nothing was started").doesNotExist();

        Files.writeString(version, own + "\n");
        EmbeddedServer.open(folder).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0\0", "99999"})
    void startsOnAnyPortWhereThePortFileWasCutOff(String left) throws Exception {
        EmbeddedServer.open(folder).close();
        Files.writeString(folder.resolve("port"), left);
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            String port = Files.readString(folder.resolve("port")).strip();
            assertThat(server.address().url()).contains(":" + port + "/");
        }
    }

    @Test
    void makesAPasswordAnewWhereItWasCutOffBeforeThereWasData() throws Exception {
        Files.createFile(folder.resolve("pgpass"));
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            assertThat(server.passwordFile()).content().matches("127\\.0\\.0\\.1:\\*:\\*:sextant:[0-9a-f]{48}\n");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".making"));
        }
        Files.writeString(folder.resolve("pgpass"), "");
        assertThatThrownBy(() -> EmbeddedServer.open(folder))
                .hasMessageContaining("pgpass is empty or missing")
                .hasMessageContaining("Restore the file");
    }

    @Test
    void losesNothingCommittedWhenKilledAndTheJournalGoesOnUnderItsLock() throws Exception {
        try (EmbeddedServer first = EmbeddedServer.open(folder);
                Database database = Database.open(first.address())) {
            StudyRow row = database.studies().createIfAbsent(Samples.spec("killed"));
            StudyJournal journal = database.studies().lock(row, "anna@here");
            RunKey key = startTrial(journal, 1, configuration(1), 1, 9, 0, START);
            assertThat(recordEpochs(journal, epoch(key, 1, 0.5))).isEqualTo(1);

            kill();
            assertThatThrownBy(() -> recordEpochs(journal, epoch(key, 2, 0.6)))
                    .isInstanceOf(DatabaseGoneException.class)
                    .hasMessageContaining("is gone");
            assertThatThrownBy(() -> journal.heartbeat(Duration.ofSeconds(10)))
                    .isInstanceOf(DatabaseGoneException.class);

            try (EmbeddedServer again = EmbeddedServer.open(folder)) {
                assertThat(again.address().url()).isEqualTo(first.address().url());
                // The same call, made again.
                assertThat(Awaiting.until(() -> recordIfThere(journal, key))).isEqualTo(1);
                assertThat(journal.load().trials().get(0).curve().epochs()).isEqualTo(2);
                assertThatThrownBy(() -> database.studies().lock(row, "bert@there"))
                        .isInstanceOf(StudyLockedException.class)
                        .hasMessageContaining("anna@here");
                journal.close();
                database.studies().lock(row, "bert@there").close();
            }
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
    }

    private static Optional<Integer> recordIfThere(StudyJournal journal, RunKey key) {
        try {
            return Optional.of(recordEpochs(journal, epoch(key, 2, 0.6)));
        } catch (DatabaseGoneException e) {
            return Optional.empty();
        }
    }

    @Test
    void aJournalThatSleptThroughARestartLosesToWhoCameMeanwhile() throws Exception {
        try (EmbeddedServer first = EmbeddedServer.open(folder);
                Database database = Database.open(first.address())) {
            StudyRow row = database.studies().createIfAbsent(Samples.spec("taken"));
            StudyJournal journal = database.studies().lock(row, "anna@here");
            RunKey key = startTrial(journal, 1, configuration(1), 1, 9, 0, START);
            kill();
            try (EmbeddedServer again = EmbeddedServer.open(folder);
                    Database other = Database.open(again.address());
                    StudyJournal next = other.studies().lock(row, "bert@there")) {
                assertThatThrownBy(() -> Awaiting.until(() -> recordIfThere(journal, key)))
                        .isInstanceOf(LockLostException.class);
                assertThatThrownBy(() -> journal.heartbeat(Duration.ofSeconds(10)))
                        .isInstanceOf(LockLostException.class);
                assertThat(next.load().epochs()).isZero();
                journal.close();
            }
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
    }
}
