package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.row.StudyRow;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCheckpointsTest {
    private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.89Z");

    @TempDir
    Path home;

    @Test
    void liesInSextantsOwnFolderUnlessTheStudySaysAnother() throws Exception {
        assertThat(StudyCheckpoints.of(row(Optional.empty(), CREATED), home).folder())
                .isEqualTo(home.resolve("checkpoints/cars-1-20260304T050607890")
                        .toUri()
                        .toString());
        assertThat(StudyCheckpoints.of(row(Optional.of("hdfs://name-node/sextant/"), CREATED), home)
                        .folder())
                .isEqualTo("hdfs://name-node/sextant/cars-1-20260304T050607890");
        assertThat(StudyCheckpoints.of(row(Optional.of("kept here"), CREATED), home)
                        .folder())
                .isEqualTo(Path.of("kept here/cars-1-20260304T050607890")
                        .toAbsolutePath()
                        .toUri()
                        .toString());
    }

    @Test
    void studiesOfTwoDatabasesKeepApartInOneFolder() throws Exception {
        Optional<String> shared = Optional.of(home.resolve("shared").toString());
        StudyCheckpoints ours = StudyCheckpoints.of(row(shared, CREATED), home);
        StudyCheckpoints theirs = StudyCheckpoints.of(row(shared, CREATED.plusMillis(1)), home);
        Path kept = Files.createDirectories(Path.of(URI.create(ours.folder())));
        Files.createDirectories(Path.of(URI.create(theirs.folder())));
        theirs.delete();
        assertThat(kept).isDirectory();
    }

    private StudyRow row(Optional<String> folder, Instant created) throws Exception {
        SampleCurves.write(home);
        StudySpec spec = SampleCurves.study(
                home,
                "cars",
                """
                study: cars
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: curves.csv}
                parameters:
                  x: {type: continuous, low: 0.0, high: 1.0}
                fidelity: {max_epochs: 4}
                budget: {trials: 5}
                """);
        return new StudyRow(
                1, spec.withCluster(spec.cluster().with(1, folder)), "0".repeat(64), StudyState.RUNNING, created);
    }
}
