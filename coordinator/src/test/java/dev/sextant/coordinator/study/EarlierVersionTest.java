package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.schedule.RecordingObserver;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens and resumes what an earlier version has written: its rows, its checkpoints and its study file. */
class EarlierVersionTest {
    /** The latest migration of that version. */
    private static final String SCHEMA_VERSION = "4";

    /** The folder of that version's study file, table and checkpoints, as they stand in its rows. */
    private static final String FOLDER_THEN = "/tmp/earlier-study";

    private static final String NAME = "interrupted";

    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static String storedSpec;
    private static String storedHash;

    @BeforeAll
    static void restore() throws Exception {
        copyFiles();
        server = EmbeddedServer.open(folder.resolve("postgres"));
        Flyway.configure()
                .dataSource(new Connections(server.address(), 0))
                .locations("classpath:dev/sextant/sql/migrations")
                .defaultSchema("sextant")
                .table("schema_history")
                .target(SCHEMA_VERSION)
                .load()
                .migrate();
        try (Connection connection = new Connections(server.address(), 0).getConnection();
                Statement statement = connection.createStatement()) {
            // With the checksums of that version's migrations, which opening the database compares with ours.
            statement.execute("DELETE FROM schema_history");
            statement.execute(Files.readString(folder.resolve("rows.sql")));
            readSpec(statement);
            relocate(statement);
        }
    }

    private static void copyFiles() throws IOException, URISyntaxException {
        Path resources =
                Path.of(EarlierVersionTest.class.getResource("/earlier-version").toURI());
        try (Stream<Path> files = Files.walk(resources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(resources.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void readSpec(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT spec, spec_hash FROM study WHERE name = '" + NAME + "'")) {
            row.next();
            storedSpec = row.getString(1);
            storedHash = row.getString(2);
        }
    }

    /** Makes the rows point at this test's folder. */
    private static void relocate(Statement statement) throws SQLException {
        statement.execute("UPDATE checkpoint SET uri = replace(uri, '%s', '%s')".formatted(FOLDER_THEN, folder));
        statement.execute(
                """
                UPDATE study SET spec = moved.spec::json,
                                 spec_hash = encode(sha256(convert_to(moved.spec, 'UTF8')), 'hex')
                FROM (SELECT id, replace(spec::text, '%s', '%s') AS spec FROM study) moved
                WHERE study.id = moved.id"""
                        .formatted(FOLDER_THEN, folder));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void itsStudyFileAndItsRowStillHaveTheSameHash() throws IOException {
        assertThat(storedHash).isEqualTo("764bb676fe00107eb8c59a11d98ef3a441115486836eb938818e30c21129aaf8");
        assertThat(SpecJson.hash(SpecJson.read(storedSpec))).isEqualTo(storedHash);

        StudySpec fromFile = SampleCurves.study(folder, NAME, Files.readString(folder.resolve(NAME + ".yaml")));
        assertThat(SpecJson.write(fromFile).replace(folder.toString(), FOLDER_THEN))
                .isEqualTo(storedSpec);
    }

    @Test
    void itsInterruptedStudyIsMigratedAndResumedToTheEnd() throws Exception {
        DatabaseAddress address = server.address();
        try (Database database = Database.open(address)) {
            StudyStatus status = database.reader().status(NAME).orElseThrow();
            assertThat(status.study().holder()).contains("ada@node-1 (process 22333)");
            assertThat(status.best()).hasValueSatisfying(best -> {
                assertThat(best.trial()).isEqualTo(1);
                assertThat(best.value()).isEqualTo(0.8);
            });
            StudyRow row = database.studies().find(NAME).orElseThrow();
            List<StoredTrial> before = database.reader().snapshot(row).trials();
            assertThat(before)
                    .extracting(StoredTrial::state)
                    .containsExactly(TrialState.RUNNING, TrialState.PAUSED, TrialState.PAUSED, TrialState.RUNNING);

            RecordingObserver observer = new RecordingObserver();
            Launch launch = new Launch(
                    Optional.of("local[2]"),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    folder.resolve("home"));
            StudyRunner runner = new StudyRunner(database, launch, observer, new StopSignal());
            assertThat(runner.resume(NAME).state()).isEqualTo(StudyState.COMPLETED);

            assertThat(observer.notices).anyMatch(notice -> notice.contains("3 trials of source"));
            StudySnapshot after = database.reader().snapshot(row);
            assertThat(after.trials()).hasSize(24);
            for (StoredTrial trial : before) {
                StoredTrial same = after.trials().get(trial.number() - 1);
                assertThat(same.configuration()).isEqualTo(trial.configuration());
                assertThat(same.seed()).isEqualTo(trial.seed());
                assertThat(same.curve().epochs())
                        .isGreaterThanOrEqualTo(trial.curve().epochs());
            }
            // Trained on from its checkpoint at epoch 6; epochs 7 and 8 keep their first measurement.
            assertThat(after.trials().get(0).state()).isEqualTo(TrialState.COMPLETED);
            assertThat(after.trials().get(0).curve())
                    .isEqualTo(LearningCurve.of(0.3, 0.5, 0.6, 0.7, 0.74, 0.77, 0.79, 0.8, 0.81));
            assertThat(database.reader().trial(NAME, 1).orElseThrow().runs())
                    .extracting(RunSummary::attempt, RunSummary::fromEpoch)
                    .containsExactly(tuple(1, 0), tuple(2, 6));
            assertThat(after.epochs())
                    .isEqualTo(after.trials().stream()
                            .mapToInt(trial -> trial.curve().epochs())
                            .sum());
        }
    }
}
