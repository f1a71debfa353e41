package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a study whose trials 1 and {@link SampleStudy#BEST} have files of their own. */
class CheckpointsCommandTest extends CommandTest {
    private static final String STUDY = "kept";

    @TempDir
    Path folder;

    private StudyRow study;
    private Path files;
    private Path best;

    @BeforeEach
    void write() throws IOException {
        try (StudyJournal journal = SampleStudy.lock(database(), STUDY)) {
            study = database().studies().find(STUDY).orElseThrow();
            files = checkpoints(study);
            Checkpoint model = save(SampleStudy.BEST);
            SampleStudy.write(journal, SampleStudy.BEST, model, save(1));
            best = Path.of(URI.create(model.uri()));
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
    }

    private Checkpoint save(int trial) throws IOException {
        return CheckpointStore.in(files.toUri().toString())
                .save(
                        Files.writeString(folder.resolve("trained"), "model of trial " + trial),
                        new RunKey(study.id(), trial, 1, 1),
                        9);
    }

    @AfterEach
    void delete() {
        run("delete", STUDY, "--yes");
    }

    private Path unnamed(String name) throws IOException {
        Path file = files.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "nobody's");
    }

    @Test
    void listsWhatTrialsResumeFromAndModelsAreReadFrom() throws IOException {
        JsonNode json = run("checkpoints", "list", STUDY, "--json").json();

        assertThat(json.findValuesAsText("trial")).containsExactly("1", "2", "3", "4", "5");
        JsonNode model = json.get(4);
        assertThat(model.get("path").asText()).isEqualTo(best.toUri().toString().replace("file:///", "file:/"));
        assertThat(model.get("bytes").asLong()).isEqualTo(Files.size(best));
        assertThat(List.of(
                        model.get("best").asBoolean(),
                        model.get("latest").asBoolean(),
                        model.get("exists").asBoolean()))
                .containsExactly(true, true, true);
        assertThat(json.get(1).get("exists").asBoolean()).isFalse();
        assertThat(run("checkpoints", "list", STUDY).out()).contains("best, latest  exists", "best, latest  missing");
    }

    @Test
    void tellsMissingFromAlteredFiles() throws IOException {
        Files.writeString(best, "model of trial 6");

        Said said = run("checkpoints", "verify", STUDY, "--json");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).isEmpty();
        assertThat(said.json().get("intact").asInt()).isEqualTo(1);
        assertThat(said.json().get("altered").findValuesAsText("trial")).containsExactly("5");
        assertThat(said.json().get("missing").findValuesAsText("trial")).containsExactly("2", "3", "4");
        assertThat(run("checkpoints", "verify", STUDY).out())
                .contains("altered: kept trial 5 epoch 9, ", "missing: kept trial 2 epoch 1, ");
    }

    @Test
    void missesNoFileThatANewerOneReplaced() throws IOException {
        try (StudyJournal journal = SampleStudy.lock(database(), "longer")) {
            StudyRow longer = database().studies().find("longer").orElseThrow();
            CheckpointStore store =
                    CheckpointStore.in(checkpoints(longer).toUri().toString());
            RunKey key = SampleStudy.begin(journal, 1);
            for (int epoch = 3; epoch <= 5; epoch++) {
                Path trained = Files.writeString(folder.resolve("trained"), "epoch " + epoch);
                Checkpoint saved = store.save(trained, key, epoch);
                double accuracy = epoch == 4 ? 0.9 : 0.8;
                SampleStudy.record(journal, key, epoch, accuracy, saved);
                if (epoch == 3) {
                    Files.delete(Path.of(URI.create(saved.uri())));
                }
            }
        }
        Said said = run("checkpoints", "verify", "longer", "--json");

        assertThat(said.code()).as(said.out()).isEqualTo(ExitCode.DONE);
        assertThat(said.json().get("intact").asInt()).isEqualTo(2);
        JsonNode listed = run("checkpoints", "list", "longer", "--json").json();
        assertThat(listed.findValuesAsText("epoch")).containsExactly("4", "5");
        assertThat(listed.findValuesAsText("best")).containsExactly("true", "false");
        assertThat(listed.findValuesAsText("latest")).containsExactly("false", "true");
        run("delete", "longer", "--yes");
    }

    @Test
    void cleansOnlyFilesOfOursWithoutARow() throws IOException {
        Path orphan = unnamed("trial-0002/epoch-003-run-1-attempt-1.ckpt");
        Path unfinished = unnamed("trial-0005/_epoch-004-run-1-attempt-2.ckpt");
        Path probe = unnamed("_probe-00ff");
        Path notes = unnamed("trial-0002/notes.txt");
        assertThat(run("checkpoints", "verify", STUDY, "--json").json().get("orphans"))
                .hasSize(3);
        assertThat(run("checkpoints", "clean", STUDY).err()).contains("Without a terminal, checkpoints clean needs");
        assertThat(orphan).exists();

        Said said = run("checkpoints", "clean", STUDY, "--yes", "--json");

        assertThat(said.code()).isEqualTo(ExitCode.DONE);
        assertThat(said.json().get("deleted")).hasSize(3);
        assertThat(List.of(orphan, unfinished, probe)).noneMatch(Files::exists);
        assertThat(List.of(notes, best)).allMatch(Files::exists);
    }

    @Test
    void asksBeforeItDeletes() throws IOException {
        Path orphan = unnamed("trial-0002/epoch-003-run-1-attempt-1.ckpt");

        Said said = say(
                CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home().toString()), "n\n"),
                "checkpoints",
                "clean",
                STUDY);

        assertThat(said.out()).contains("Delete 1 file, 8 B? [y/N]", "Nothing was deleted.");
        assertThat(orphan).exists();
    }

    @Test
    void leavesFilesOfRunningAndPausedStudiesAlone() throws IOException {
        Path orphan = unnamed("trial-0002/epoch-003-run-1-attempt-1.ckpt");
        try (StudyJournal journal = database().studies().lock(study, "grace@node-2 (process 1)")) {
            assertThat(run("checkpoints", "clean", STUDY, "--yes").out())
                    .as("completed, but resumed just now")
                    .endsWith("Deleted 0 files, 0 B\n");
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.PAUSED, "by the user"));
        }
        assertThat(run("checkpoints", "clean", STUDY, "--yes").out()).endsWith("Deleted 0 files, 0 B\n");
        assertThat(orphan).exists();
    }

    @Test
    void deletesCheckpointsOfDeletedStudiesOnlyOnRequest() throws IOException {
        Path gone = home().resolve("checkpoints/gone-77-20260101T000000000");
        Path orphan = gone.resolve("trial-0001/epoch-001-run-1-attempt-1.ckpt");
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "weights");
        run("checkpoints", "clean", "--yes");
        assertThat(orphan).exists();

        Said said = run("checkpoints", "clean", "--deleted-studies", "--yes");

        assertThat(said.out()).contains(orphan.toString(), "Deleted 1 file, 7 B");
        assertThat(gone).doesNotExist();
        assertThat(best).exists();
    }

    /** Its rows still name files in the folder that it had before. */
    @Test
    void keepsTheFormerFolderOfAStudyThatWasResumedWithAnother() throws IOException {
        StudySpec elsewhere = study.spec()
                .withCluster(study.spec()
                        .cluster()
                        .with(
                                study.spec().cluster().slots(),
                                Optional.of(folder.resolve("elsewhere").toString())));
        try (StudyJournal journal = database().studies().lock(study, "ada")) {
            journal.useTransaction(tx -> tx.respecify(elsewhere, "resumed with another folder"));
        }

        assertThat(run("checkpoints", "clean", "--deleted-studies", "--yes").code())
                .isZero();

        assertThat(best).exists();
        FileTree.delete(files); // `delete` deletes the folder that the study has now
    }
}
