package dev.sextant.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.worker.checkpoint.CheckpointStore.IdleTrial;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
    private static final RunKey RUN_2 = new RunKey(1, 12, 2, 1);

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.writeString(folder.resolve("model"), "weights");
    }

    @Test
    void namesTheFileByTrialEpochRunAndAttempt() throws Exception {
        Checkpoint saved = store().save(model, RUN_2, 9);

        assertThat(saved.uri())
                .endsWith("/trial-0012/epoch-009-run-2-attempt-1.ckpt")
                .startsWith("file:");
        assertThat(saved.epoch()).isEqualTo(9);
        assertThat(saved.bytes()).isEqualTo(7);
        assertThat(saved.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest("weights".getBytes(StandardCharsets.UTF_8))));
        assertThat(Path.of(URI.create(saved.uri()))).hasContent("weights");
    }

    /** Hadoop starts two processes per file, for milliseconds each, if its native library is missing. */
    @Test
    void startsNoProcessForAFilesPermissions() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Set<PosixFilePermission> ofOthers = Files.getPosixFilePermissions(Files.createFile(folder.resolve("other")));
        Checkpoint saved;
        Path events = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ProcessStart");
            recording.start();
            saved = store().save(model, RUN_2, 9);
            recording.stop();
            recording.dump(events);
        }

        assertThat(RecordingFile.readAllEvents(events))
                .extracting(event -> event.getString("command"))
                .noneMatch(command -> command.contains("chmod"));
        assertThat(Files.getPosixFilePermissions(Path.of(URI.create(saved.uri()))))
                .isEqualTo(ofOthers);
    }

    @Test
    void closesItsFilesToOthersInAFolderThatIsClosedToThem() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        Path saved = Path.of(URI.create(store().save(model, RUN_2, 9).uri()));

        assertThat(Files.getPosixFilePermissions(saved)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(saved.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void leavesNoTemporaryOrChecksumFiles() throws Exception {
        store().save(model, RUN_2, 9);

        assertThat(names()).containsExactly("epoch-009-run-2-attempt-1.ckpt");
    }

    @Test
    void fetchesWhatWasSaved() throws Exception {
        Checkpoint saved = store().save(model, RUN_2, 9);

        store().fetch(saved, folder.resolve("fetched"));

        assertThat(folder.resolve("fetched")).hasContent("weights");
    }

    @Test
    void leavesNoFileBehindWhenWhatItFetchedIsDamaged() throws Exception {
        Checkpoint saved = store().save(model, RUN_2, 9);
        Files.writeString(Path.of(URI.create(saved.uri())), "weightS");

        assertThatThrownBy(() -> store().fetch(saved, folder.resolve("fetched")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is damaged: expected 7 bytes with SHA-256 " + saved.sha256());
        assertThat(folder.resolve("fetched")).doesNotExist();
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothingBehind() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()))
                .as("SKIPPED: a full disk is not tested, as this user cannot mount a small one")
                .isZero();
        try {
            Path large = Files.write(folder.resolve("large"), new byte[1 << 20]);
            CheckpointStore store = CheckpointStore.in(disk.toUri().toString());

            assertThatThrownBy(() -> store.save(large, RUN_2, 9))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("no space is left in ")
                    .hasMessageContaining(disk.toString())
                    .hasMessageContaining("choose a folder on a larger disk");
            try (Stream<Path> left = Files.walk(disk)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void saysThatPermissionsAreMissing() throws Exception {
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeThat(Files.isWritable(locked))
                .as("SKIPPED: missing rights are not tested, as this user may write anywhere")
                .isFalse();

        assertThatThrownBy(() -> CheckpointStore.in(locked.toString()).save(model, RUN_2, 9))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(locked.toString());
    }

    @Test
    void saysThatTheFolderCannotBeCreated() {
        assertThatThrownBy(
                        () -> CheckpointStore.in(model.resolve("below-a-file").toString())
                                .save(model, RUN_2, 9))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(model.toString())
                .hasMessageContaining("cannot be written");
    }

    @Test
    void leavesNothingUnderTheFinalNameWhenRenamingFails() {
        Configuration configuration = new Configuration();
        configuration.set("fs.stubborn.impl", StubbornFileSystem.class.getName());
        CheckpointStore store = CheckpointStore.in("stubborn:" + folder.resolve("checkpoints"), configuration);

        assertThatThrownBy(() -> store.save(model, RUN_2, 9))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("was refused");
        assertThat(folder.resolve("checkpoints/trial-0012")).isEmptyDirectory();
    }

    /** Renames nothing, as HDFS does when the target exists. */
    public static final class StubbornFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("stubborn:///");
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) {
            return false;
        }
    }

    @Test
    void keepsTheRecordedCheckpointAndTheOneBeforeItAndThatOfTheBestEpoch() throws Exception {
        RunKey run1 = new RunKey(1, 12, 1, 1);
        for (int epoch = 1; epoch <= 4; epoch++) {
            store().save(model, run1, epoch);
        }
        Checkpoint recorded = store().save(model, run1, 5);

        assertThat(store().deleteOlder(run1, recorded, OptionalInt.of(2))).isEqualTo(2);

        assertThat(names())
                .containsExactly(
                        "epoch-002-run-1-attempt-1.ckpt",
                        "epoch-004-run-1-attempt-1.ckpt",
                        "epoch-005-run-1-attempt-1.ckpt");
    }

    @Test
    void deletesLaterAndTemporaryFilesOfOlderAttempts() throws Exception {
        store().save(model, new RunKey(1, 12, 1, 1), 3);
        store().save(model, RUN_2, 5);
        Files.writeString(trialFolder().resolve("_epoch-006-run-2-attempt-1.ckpt"), "half");
        Files.writeString(trialFolder().resolve("notes.txt"), "not ours");
        Checkpoint recorded = store().save(model, RUN_2.nextAttempt(), 4);

        assertThat(store().deleteOlder(RUN_2.nextAttempt(), recorded, OptionalInt.empty()))
                .isEqualTo(2);

        assertThat(names())
                .containsExactly("epoch-003-run-1-attempt-1.ckpt", "epoch-004-run-2-attempt-2.ckpt", "notes.txt");
    }

    @Test
    void leavesTheFilesOfNewerAttemptsAlone() throws Exception {
        Checkpoint recorded = store().save(model, RUN_2, 3);
        store().save(model, RUN_2.nextAttempt(), 4);
        store().save(model, new RunKey(1, 12, 3, 1), 1);

        assertThat(store().deleteOlder(RUN_2, recorded, OptionalInt.empty())).isZero();
        assertThat(names()).hasSize(3);
    }

    @Test
    void keepsOfACurrentRunTheRecordedCheckpointTheOneBeforeItAndAllAfterIt() throws Exception {
        store().save(model, new RunKey(1, 12, 1, 1), 3);
        store().save(model, RUN_2, 4);
        store().save(model, RUN_2, 5);
        Checkpoint recorded = store().save(model, RUN_2, 6);
        store().save(model, RUN_2, 7);

        assertThat(store().deleteOlder(RUN_2, recorded, OptionalInt.empty())).isEqualTo(2);

        assertThat(names())
                .containsExactly(
                        "epoch-005-run-2-attempt-1.ckpt",
                        "epoch-006-run-2-attempt-1.ckpt",
                        "epoch-007-run-2-attempt-1.ckpt");
    }

    @Test
    void deletesWhatKilledProcessesLeftAndNoRowNames() throws Exception {
        RunKey killed = RUN_2.nextAttempt();
        Checkpoint superseded = store().save(model, RUN_2, 2);
        Checkpoint spare = store().save(model, RUN_2, 3);
        Checkpoint best = store().save(model, RUN_2, 5);
        store().save(model, killed, 5);
        Files.writeString(trialFolder().resolve("_epoch-006-run-2-attempt-2.ckpt"), "half");
        store().save(model, killed.nextAttempt(), 6);
        Files.writeString(trialFolder().resolve("notes.txt"), "not ours");
        IdleTrial trial = new IdleTrial(
                killed,
                Optional.of(best),
                OptionalInt.of(5),
                Stream.of(superseded, spare, best).map(Checkpoint::uri).toList());

        assertThat(store().deleteLeftovers(List.of(trial))).isEqualTo(3);

        assertThat(names())
                .containsExactly(
                        "epoch-003-run-2-attempt-1.ckpt",
                        "epoch-005-run-2-attempt-1.ckpt",
                        "epoch-006-run-2-attempt-3.ckpt",
                        "notes.txt");
    }

    /** Its model are the weights of the epoch with the best value regardless of the constraints. */
    @Test
    void keepsTheModelOfATrialThatNeverSatisfiesItsConstraints() throws Exception {
        Checkpoint model1 = store().save(model, RUN_2, 1);
        Checkpoint spare = store().save(model, RUN_2, 3);
        Checkpoint newest = store().save(model, RUN_2, 4);
        LearningCurve curve = LearningCurve.of(Stream.of(0.9, 0.5, 0.5, 0.5)
                .map(value -> new EpochValue(value, List.of(-1.0)))
                .toList());
        StoredTrial trial = new StoredTrial(
                new Trial(12, dev.sextant.common.space.Configuration.of(Map.of()), TrialState.PAUSED, 4, "asha", curve),
                1,
                Optional.empty(),
                RUN_2,
                List.of(newest, spare));

        store().deleteLeftovers(List.of(IdleTrial.of(
                trial,
                Goal.MAXIMIZE,
                Stream.of(model1, spare, newest).map(Checkpoint::uri).toList())));

        assertThat(names())
                .containsExactly(
                        "epoch-001-run-2-attempt-1.ckpt",
                        "epoch-003-run-2-attempt-1.ckpt",
                        "epoch-004-run-2-attempt-1.ckpt");
    }

    @Test
    void deletesWhatWasLeftBeforeTheFirstRecordedCheckpoint() throws Exception {
        IdleTrial trial = new IdleTrial(RUN_2, Optional.empty(), OptionalInt.empty(), List.of());
        assertThat(store().deleteLeftovers(List.of(trial))).as("no folder yet").isZero();
        store().save(model, RUN_2, 1);
        store().save(model, new RunKey(1, 13, 1, 1), 1);

        assertThat(store().deleteLeftovers(List.of(trial))).isEqualTo(1);

        assertThat(names()).isEmpty();
        assertThat(trialFolder().resolveSibling("trial-0013")).isNotEmptyDirectory();
    }

    @Test
    void deletesATrialsCheckpoints() throws Exception {
        store().save(model, RUN_2, 4);

        store().deleteTrial(12);
        store().deleteTrial(13);

        assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
    }

    private CheckpointStore store() {
        return CheckpointStore.in(folder.resolve("checkpoints").toString());
    }

    private Path trialFolder() {
        return folder.resolve("checkpoints/trial-0012");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(trialFolder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
