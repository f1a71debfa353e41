package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.space.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecordedCurvesTaskTest {
    private static final Path SHIPPED = Path.of("src/main/resources/curves/cars20.yaml");

    @TempDir
    Path folder;

    private Path study;

    @BeforeEach
    void write() throws IOException {
        study = folder.resolve("study.yaml");
        Files.writeString(
                study,
                """
                study: small
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: small.csv}
                parameters:
                  optimizer: {type: categorical, values: [sgd, adam]}
                  momentum: {type: continuous, low: 0.0, high: 0.9, when: {optimizer: sgd}}
                  batch_size: {type: integer, low: 8, high: 64, scale: power_of_two}
                fidelity: {max_epochs: 3}
                budget: {trials: 4}
                """);
        table("optimizer,momentum,batch_size,1,2,3", "sgd,0.5,8,0.1,0.3,0.2", "adam,,16,0.4,,", "adam,,64,0.2,0.5,0.6");
    }

    private void table(String... lines) throws IOException {
        Files.writeString(folder.resolve("small.csv"), String.join("\n", lines) + "\n");
    }

    @Test
    void replaysTheNearestRowWithItsConditions() throws IOException {
        RecordedCurvesTask task = RecordedCurvesTask.read(study);
        Replay replay = task.replay();
        Configuration proposed = Configuration.of(Map.of("optimizer", "sgd", "momentum", 0.1, "batch_size", 8L));
        Configuration taken = replay.trainedFor(proposed);
        assertThat(taken.values()).isEqualTo(Map.of("optimizer", "sgd", "momentum", 0.5, "batch_size", 8L));
        assertThat(replay.value(taken, 2)).contains(0.3);
        assertThat(replay.score(taken)).isEqualTo(0.3);
        assertThat(task.configurations()).isEqualTo(3);
        assertThat(task.epochs()).isEqualTo(3);
        assertThat(task.reference().best()).isEqualTo(0.6);
    }

    @Test
    void aCurveThatEndsEarlyFailsThere() throws IOException {
        Replay replay = RecordedCurvesTask.read(study).replay();
        Configuration taken = replay.trainedFor(Configuration.of(Map.of("optimizer", "adam", "batch_size", 16L)));
        assertThat(replay.value(taken, 1)).contains(0.4);
        assertThat(replay.value(taken, 2)).isEmpty();
        assertThat(replay.score(taken)).isZero();
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        table("optimizer,momentum,batch_size,1,2,3", "rmsprop,,8,0.1,0.3,0.2");
        assertThatThrownBy(() -> RecordedCurvesTask.read(study))
                .hasMessageContaining("row 0: optimizer (rmsprop) must be one of [sgd, adam]");
        table("optimizer,momentum,batch_size,1,2,3", "adam,0.5,8,0.1,0.3,0.2");
        assertThatThrownBy(() -> RecordedCurvesTask.read(study)).hasMessageContaining("momentum (0.5) is inactive");
        Files.writeString(study, Files.readString(study).replace("maximize", "minimize"));
        assertThatThrownBy(() -> RecordedCurvesTask.read(study)).hasMessageContaining("whose goal is maximize");
        Files.writeString(study, "study: small\n");
        assertThatThrownBy(() -> RecordedCurvesTask.read(study)).hasMessageContaining("--curves: ");
    }

    @Test
    void makesATableOfExportedStudies() throws IOException {
        Path export = Files.createDirectories(folder.resolve("export"));
        Files.writeString(
                export.resolve("trials.json"),
                """
                [{"trial": 1, "state": "COMPLETED", "params": {"optimizer": "sgd", "momentum": 0.123456789, "batch_size": 8}},
                 {"trial": 2, "state": "FAILED", "params": {"optimizer": "adam", "batch_size": 16}},
                 {"trial": 3, "state": "PAUSED", "params": {"optimizer": "adam", "batch_size": 32}}]
                """);
        Files.writeString(
                export.resolve("measurements.json"),
                """
                [{"trial": 1, "epoch": 1, "metric": "accuracy", "value": 0.25, "seconds": 1.5},
                 {"trial": 1, "epoch": 1, "metric": "loss", "value": 2.0, "seconds": 1.5},
                 {"trial": 1, "epoch": 2, "metric": "accuracy", "value": 0.5, "seconds": 0.5},
                 {"trial": 3, "epoch": 1, "metric": "accuracy", "value": 0.9, "seconds": 0.5}]
                """);
        int code = new CommandLine(new CurveRecorder())
                .execute("--epochs", "2", "--out", folder.resolve("made").toString(), export + ":backbone=small");
        assertThat(code).isZero();
        assertThat(lines("made.csv.gz"))
                .containsExactly(
                        "backbone,batch_size,momentum,optimizer,1,2",
                        "small,8,0.12346,sgd,0.25,0.5",
                        "small,16,,adam,,");
        assertThat(lines("made-epochs.csv.gz"))
                .containsExactly("row,epoch,accuracy,loss,seconds", "0,1,0.25,2,1.5", "0,2,0.5,,0.5");
    }

    private List<String> lines(String file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void theShippedTableFitsItsStudy() throws IOException {
        RecordedCurvesTask task = RecordedCurvesTask.read(SHIPPED);
        assertThat(task.configurations()).isGreaterThanOrEqualTo(300);
        assertThat(task.space().dimensions()).isGreaterThan(12);
        assertThat(task.reference().best()).isBetween(0.55, 1.0);
        assertThat(task.reference().median()).isLessThan(task.reference().best() - 0.1);
        Replay replay = task.replay();
        Set<Configuration> taken = new HashSet<>();
        double[] middle = new double[task.space().dimensions()];
        java.util.Arrays.fill(middle, 0.5);
        for (int i = 0; i < 50; i++) {
            taken.add(replay.trainedFor(task.space().at(middle)));
        }
        assertThat(taken).hasSize(50);
    }
}
