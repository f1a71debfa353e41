package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports a study to a folder. */
class ExportCommandTest extends CommandTest {
    @TempDir
    Path folder;

    @Test
    void writesTablesAndTheBestModel() throws IOException {
        Said said = run("export", ENDED, "--to", folder.resolve("out").toString());

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("SHA-256 " + model().sha256() + " (verified)");
        assertThat(names(folder.resolve("out")))
                .containsExactlyInAnyOrder(
                        "trials.csv",
                        "measurements.csv",
                        "decisions.csv",
                        "study.json",
                        "best.json",
                        "best-model.ckpt");
        assertThat(folder.resolve("out/best-model.ckpt")).hasContent("a trained model");
        List<String> trials = Files.readAllLines(folder.resolve("out/trials.csv"));
        assertThat(trials).hasSize(TRIALS + 1);
        assertThat(trials.get(0)).endsWith(",ended_at,params.learning_rate,params.layers");
        assertThat(trials.get(7)).startsWith("7,FAILED,DIVERGED,,,").contains("accuracy is NaN after epoch 1");
        assertThat(Files.readAllLines(folder.resolve("out/measurements.csv"))).hasSize(2 * 48 + 1);
    }

    @Test
    void writesTheLatestModelIfTheBestEpochsFileIsGone() throws IOException {
        StudyRow row = database().studies().createIfAbsent(SampleStudy.spec("tidied"));
        CheckpointStore store =
                CheckpointStore.in(StudyCheckpoints.of(row, home()).folder());
        Path trained = Files.writeString(folder.resolve("trained"), "a later model");
        try (StudyJournal journal = SampleStudy.lock(database(), "tidied")) {
            RunKey key = SampleStudy.begin(journal, 1);
            List<RunReport.EpochDone> reports = new ArrayList<>();
            for (int epoch = 2; epoch <= 4; epoch++) {
                reports.add(new RunReport.EpochDone(
                        key, epoch, new TreeMap<>(Map.of("accuracy", 0.01)), 0.5, store.save(trained, key, epoch)));
            }
            journal.useTransaction(tx -> tx.record(reports));
        }
        for (int gone : new int[] {2, 4}) {
            Files.delete(checkpoints(row).resolve("trial-0001/epoch-00%d-run-1-attempt-1.ckpt".formatted(gone)));
        }

        Said said = run("export", "tidied", "--to", folder.resolve("out").toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "best-model.ckpt: trial 1 after epoch 3 (the best epoch is 2, whose checkpoint is missing), 13 ");
        assertThat(folder.resolve("out/best-model.ckpt")).hasContent("a later model");
    }

    @Test
    void jsonKeepsConfigurationsTogether() throws IOException {
        run("export", ENDED, "--to", folder.toString(), "--format", "json");

        JsonNode trials =
                new ObjectMapper().readTree(folder.resolve("trials.json").toFile());
        JsonNode decisions =
                new ObjectMapper().readTree(folder.resolve("decisions.json").toFile());
        assertThat(trials).hasSize(TRIALS);
        assertThat(trials.get(0).get("params").get("layers").asLong()).isEqualTo(1);
        assertThat(decisions.findValuesAsText("kind")).contains("START", "END", "FAIL", "STUDY");
    }

    @Test
    void refusesADamagedModelAndLeavesNoPartialFile() throws IOException {
        Path file = Path.of(URI.create(model().uri()));
        String whole = Files.readString(file);
        try {
            Files.writeString(file, "a trained mode!");
            Said said = run("export", ENDED, "--to", folder.toString());

            assertThat(said.code()).isEqualTo(ExitCode.FAILED);
            assertThat(said.err()).contains("is damaged", model().sha256()).hasLineCount(1);
            assertThat(names(folder))
                    .containsExactlyInAnyOrder("trials.csv", "measurements.csv", "decisions.csv", "study.json");
        } finally {
            Files.writeString(file, whole);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
