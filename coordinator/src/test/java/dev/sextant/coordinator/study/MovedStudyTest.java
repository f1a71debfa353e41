package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.schedule.RecordingObserver;
import dev.sextant.sql.Database;
import dev.sextant.sql.dump.Manifest;
import dev.sextant.sql.dump.StudyDump;
import dev.sextant.sql.dump.StudyRestore;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study that is moved to another database in the middle. */
class MovedStudyTest {
    private static final String NAME = "moved";

    @TempDir
    Path folder;

    @BeforeEach
    void writeCurves() throws IOException {
        SampleCurves.write(folder);
    }

    @Test
    void proposesAndTrainsTheSameAsOneThatStayed() throws Exception {
        List<StoredTrial> stayed;
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("stays/postgres"));
                Database database = Database.open(server.address())) {
            RecordingObserver observer = new RecordingObserver();
            assertThat(runner(database, "stays", observer, new StopSignal())
                            .sweep(spec())
                            .state())
                    .isEqualTo(StudyState.COMPLETED);
            stayed = trials(database);
        }

        Path dump = folder.resolve("moved.sextant");
        int before;
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("laptop/postgres"));
                Database database = Database.open(server.address())) {
            StopSignal stop = new StopSignal();
            RecordingObserver observer = new RecordingObserver();
            observer.onMeasured = report -> {
                if (observer.measured.size() == 12) {
                    stop.ask("half of it");
                }
            };
            assertThat(runner(database, "laptop", observer, stop).sweep(spec()).state())
                    .isEqualTo(StudyState.PAUSED);
            before = trials(database).size();
            Manifest manifest = new StudyDump(database, Optional.of(files("laptop"))).write(dump, Set.of());
            assertThat(manifest.checkpoints()).isNotEmpty();
        }
        FileTree.delete(folder.resolve("laptop"));

        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("cluster/postgres"))) {
            try (Database database = Database.open(server.address())) {
                // The study gets another number than it had.
                database.studies().createIfAbsent(SampleCurves.study(folder, "other", text("other")));
            }
            try (Database database = Database.connect(server.address())) {
                new StudyRestore(database, files("cluster")).restore(dump);
            }
            try (Database database = Database.open(server.address())) {
                assertThat(trials(database)).hasSize(before).hasSizeLessThan(stayed.size());
                RecordingObserver observer = new RecordingObserver();
                assertThat(runner(database, "cluster", observer, new StopSignal())
                                .resume(NAME)
                                .state())
                        .isEqualTo(StudyState.COMPLETED);
                assertThat(observer.notices).noneMatch(notice -> notice.contains("Checkpoint"));
                assertThat(trials(database))
                        .usingElementComparator((a, b) -> isSame(a, b) ? 0 : 1)
                        .containsExactlyElementsOf(stayed);
            }
        }
    }

    private static boolean isSame(StoredTrial a, StoredTrial b) {
        return a.configuration().equals(b.configuration())
                && a.seed() == b.seed()
                && a.state() == b.state()
                && a.targetEpoch() == b.targetEpoch()
                && a.curve().equals(b.curve());
    }

    private static List<StoredTrial> trials(Database database) {
        return database.reader()
                .snapshot(database.studies().find(NAME).orElseThrow())
                .trials();
    }

    private HadoopCheckpointFiles files(String home) {
        return new HadoopCheckpointFiles(folder.resolve(home), Optional.empty());
    }

    private StudyRunner runner(Database database, String home, RecordingObserver observer, StopSignal stop) {
        Launch launch = new Launch(
                Optional.of("local[1]"),
                OptionalInt.empty(),
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                folder.resolve(home));
        return new StudyRunner(database, launch, observer, stop);
    }

    private StudySpec spec() {
        return SampleCurves.study(folder, NAME, text(NAME));
    }

    private static String text(String name) {
        return """
                study: %s
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: curves.csv}
                parameters: {x: {type: continuous, low: 0.0, high: 1.0}}
                fidelity: {max_epochs: 4}
                search: {algorithm: asha, seed: 5}
                budget: {trials: 16}
                cluster: {slots: 1, memory_per_trial: 1g, checkpoint_every: 1s, silence: 20s}
                """
                .formatted(name);
    }
}
