package dev.sextant.worker.checkpoint;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Goal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Store of one study's checkpoints, in one folder per trial.
 *
 * <p>A file is written under a temporary name, synced to disk if the file system supports it, and renamed. So a file
 * under its final name is complete, even after a crash at any time. Safe for use by many threads and processes, as each
 * attempt writes under names of its own.
 */
public final class CheckpointStore {
    private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

    private final Path folder;
    private final Configuration configuration;

    private CheckpointStore(Path folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    /** Returns the store in a folder, e.g. {@code hdfs://name-node/sextant/cars-resnet18}, which need not exist yet. */
    public static CheckpointStore in(String folder) {
        return in(folder, HadoopFiles.configuration());
    }

    /** Returns the store in a folder, with a Hadoop configuration. */
    public static CheckpointStore in(String folder, Configuration configuration) {
        return new CheckpointStore(new Path(folder), configuration);
    }

    /**
     * Copies a trainer's file into the store.
     *
     * @param file local file
     * @param key attempt that saves it
     * @param epoch epoch after which it was saved
     * @throws CheckpointException if it cannot be written; then there is no file under the final name
     */
    public Checkpoint save(java.nio.file.Path file, RunKey key, int epoch) throws CheckpointException {
        CheckpointName name = CheckpointName.of(key, epoch);
        Path trialFolder = new Path(folder, CheckpointName.folder(key.trial()));
        Path target = new Path(trialFolder, name.fileName());
        Path temporary = new Path(trialFolder, name.temporary().fileName());
        try {
            FileSystem files = HadoopFiles.of(target, configuration);
            files.mkdirs(trialFolder);
            Checkpoint written = write(files, file, temporary, target, epoch);
            rename(files, temporary, target);
            return written;
        } catch (IOException | FSError | RuntimeException e) {
            discard(temporary);
            throw StorageProblem.explain("Checkpoint " + target + " cannot be written", folder.toString(), e);
        }
    }

    private static Checkpoint write(FileSystem files, java.nio.file.Path file, Path temporary, Path target, int epoch)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (FSDataOutputStream out = files.create(temporary, true);
                DigestOutputStream digesting = new DigestOutputStream(out, digest)) {
            long bytes = Files.copy(file, digesting);
            digesting.flush();
            if (out.hasCapability(StreamCapabilities.HSYNC)) {
                out.hsync();
            }
            String uri = files.makeQualified(target).toString();
            return new Checkpoint(epoch, uri, Sha256.hex(digest), bytes);
        }
    }

    private static void rename(FileSystem files, Path temporary, Path target) throws IOException {
        if (!files.rename(temporary, target)) {
            throw new IOException("renaming " + temporary.getName() + " to " + target.getName() + " was refused");
        }
        if (files.getUri().getScheme().equals("file")) {
            // The name is stored in the folder: without syncing that, a power cut may lose the file although its
            // content
            // is on disk.
            java.nio.file.Path parent = java.nio.file.Path.of(
                    files.makeQualified(target).getParent().toUri());
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void discard(Path temporary) {
        try {
            HadoopFiles.of(temporary, configuration).delete(temporary, false);
        } catch (IOException | FSError | RuntimeException e) {
            log.debug("Cannot delete temporary file {}: {}", temporary, e.toString());
        }
    }

    /**
     * Copies a checkpoint to a local file.
     *
     * @param file local file, which must not exist
     * @throws UnusableCheckpointException if the checkpoint is missing or damaged
     * @throws CheckpointException if the checkpoint or its study's folder cannot be read, or {@code file} cannot be
     *     written; in each case {@code file} does not exist afterwards
     */
    public void fetch(Checkpoint checkpoint, java.nio.file.Path file) throws CheckpointException {
        MessageDigest digest = Sha256.newDigest();
        long bytes;
        try (InputStream in = HadoopFiles.of(new Path(checkpoint.uri()), configuration)
                        .open(new Path(checkpoint.uri()));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            bytes = in.transferTo(out);
        } catch (FileNotFoundException e) {
            String missing = "Checkpoint " + checkpoint.uri() + " (epoch " + checkpoint.epoch()
                    + ") does not exist; restore the file, or share its folder with this executor";
            throw abandon(
                    file,
                    studyFolderExists(checkpoint)
                            ? new UnusableCheckpointException(missing, e)
                            : new CheckpointException(missing, e));
        } catch (IOException | FSError | RuntimeException e) {
            throw abandon(
                    file,
                    StorageProblem.explain(
                            "Checkpoint " + checkpoint.uri() + " cannot be copied to " + file,
                            String.valueOf(file.getParent()),
                            e));
        }
        String found = Sha256.hex(digest);
        if (bytes != checkpoint.bytes() || !found.equals(checkpoint.sha256())) {
            throw abandon(
                    file,
                    new UnusableCheckpointException("Checkpoint " + checkpoint.uri() + " is damaged: expected "
                            + checkpoint.bytes() + " bytes with SHA-256 " + checkpoint.sha256() + ", found " + bytes
                            + " bytes with " + found + "; restore the file from a copy"));
        }
    }

    /** Tells whether the study's folder exists. If not, it may only not be mounted, and its files are not lost. */
    private boolean studyFolderExists(Checkpoint checkpoint) {
        Path studyFolder = new Path(checkpoint.uri()).getParent().getParent();
        try {
            return HadoopFiles.of(studyFolder, configuration)
                    .getFileStatus(studyFolder)
                    .isDirectory();
        } catch (IOException | FSError | RuntimeException e) {
            log.debug("Cannot read folder {}: {}", studyFolder, e.toString());
            return false;
        }
    }

    private static CheckpointException abandon(java.nio.file.Path file, CheckpointException problem) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        return problem;
    }

    /** Tells whether a checkpoint's file exists. */
    public boolean exists(Checkpoint checkpoint) throws IOException {
        Path file = new Path(checkpoint.uri());
        return HadoopFiles.of(file, configuration).exists(file);
    }

    /**
     * Compares a checkpoint's file with its length and SHA-256.
     *
     * @throws CheckpointException if the file system cannot be read
     */
    public Integrity verify(Checkpoint checkpoint) throws CheckpointException {
        Path file = new Path(checkpoint.uri());
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = HadoopFiles.of(file, configuration).open(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            boolean same = in.transferTo(out) == checkpoint.bytes()
                    && Sha256.hex(digest).equals(checkpoint.sha256());
            return same ? Integrity.INTACT : Integrity.ALTERED;
        } catch (FileNotFoundException e) {
            return Integrity.MISSING;
        } catch (IOException | FSError | RuntimeException e) {
            throw StorageProblem.explain(
                    "Checkpoint " + checkpoint.uri() + " cannot be read", String.valueOf(file.getParent()), e);
        }
    }

    /** Returns the checkpoints and temporary files in the study's folder. Files of other names are not ours. */
    public List<StoredFile> files() throws IOException {
        FileSystem files = HadoopFiles.of(folder, configuration);
        List<StoredFile> found = new ArrayList<>();
        for (Path entry : list(files, folder)) {
            if (FolderProbe.isProbe(entry.getName())) {
                found.add(stored(files, entry));
            }
            if (CheckpointName.isFolder(entry.getName())) {
                for (Path file : list(files, entry)) {
                    if (CheckpointName.parse(file.getName()).isPresent()) {
                        found.add(stored(files, file));
                    }
                }
            }
        }
        return found;
    }

    private static StoredFile stored(FileSystem files, Path file) throws IOException {
        return new StoredFile(file.toString(), files.getFileStatus(file).getLen());
    }

    /** Deletes a file of the study's folder, and the folders of trials and the study that become empty. */
    public void delete(StoredFile stored) throws IOException {
        Path file = new Path(stored.uri());
        FileSystem files = HadoopFiles.of(file, configuration);
        files.delete(file, false);
        for (Path parent = file.getParent();
                parent.depth() >= folder.depth() && list(files, parent).isEmpty();
                parent = parent.getParent()) {
            files.delete(parent, false);
        }
    }

    /**
     * Deletes the checkpoints of a trial that neither a resume nor an export needs once a newer one is in the database:
     * files of older attempts, and files of the same attempt before the recorded one. Two of them are kept: the newest
     * before the recorded one, as a spare, and that of the best epoch.
     *
     * <p>Files that the attempt wrote after the recorded one are kept, as their rows may not be written yet. Files of
     * newer attempts are kept too, as then this attempt is outdated.
     *
     * @param key attempt that wrote {@code recorded}
     * @param recorded the trial's checkpoint in the database
     * @param modelEpoch the epoch whose weights are the trial's model so far; empty if it has none
     * @return number of deleted files
     */
    public int deleteOlder(RunKey key, Checkpoint recorded, OptionalInt modelEpoch) throws IOException {
        Path trialFolder = new Path(folder, CheckpointName.folder(key.trial()));
        FileSystem files = HadoopFiles.of(trialFolder, configuration);
        int deleted = 0;
        for (Path file : superseded(list(files, trialFolder), key, recorded, modelEpoch)) {
            if (files.delete(file, false)) {
                deleted++;
            }
        }
        return deleted;
    }

    /**
     * A trial without a run under way.
     *
     * @param latestRun key of its latest attempt, which has ended
     * @param newest its newest checkpoint in the database
     * @param modelEpoch the epoch whose weights are its model so far; empty if it has none
     * @param recorded all of its checkpoints in the database, also those whose files were deleted
     */
    public record IdleTrial(
            RunKey latestRun, Optional<Checkpoint> newest, OptionalInt modelEpoch, Collection<String> recorded) {
        /** Returns a trial as the database has it. */
        public static IdleTrial of(StoredTrial trial, Goal goal, Collection<String> recorded) {
            return new IdleTrial(
                    trial.latestRun(), trial.checkpoint(), trial.curve().modelEpoch(goal), recorded);
        }
    }

    /**
     * Deletes what killed processes have left of trials that have no run under way: files that are not in the database,
     * complete or not, and those that {@link #deleteOlder} would have deleted. Files of later attempts are kept, as runs may
     * begin meanwhile.
     *
     * @return number of deleted files
     */
    public int deleteLeftovers(Collection<IdleTrial> trials) throws IOException {
        FileSystem files = HadoopFiles.of(folder, configuration);
        Map<Path, List<Path>> byFolder = new HashMap<>();
        try {
            // One call, as object stores answer it with far fewer requests than a call per trial.
            RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
            while (found.hasNext()) {
                Path file = found.next().getPath();
                byFolder.computeIfAbsent(file.getParent(), parent -> new ArrayList<>())
                        .add(file);
            }
        } catch (FileNotFoundException e) {
            return 0;
        }
        int deleted = 0;
        for (IdleTrial trial : trials) {
            Path trialFolder =
                    new Path(folder, CheckpointName.folder(trial.latestRun().trial()));
            List<Path> all = byFolder.getOrDefault(files.makeQualified(trialFolder), List.of());
            for (Path file : leftovers(all, trial)) {
                if (files.delete(file, false)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }

    private static Collection<Path> leftovers(List<Path> all, IdleTrial trial) {
        Set<String> recorded =
                trial.recorded().stream().map(uri -> new Path(uri).getName()).collect(Collectors.toSet());
        RunKey next = trial.latestRun().nextAttempt();
        Set<Path> left = all.stream()
                .filter(file -> !recorded.contains(file.getName()))
                .filter(file -> CheckpointName.parse(file.getName())
                        .filter(name -> name.isOlderThan(next))
                        .isPresent())
                .collect(Collectors.toSet());
        List<Path> others = all.stream().filter(file -> !left.contains(file)).toList();
        trial.newest()
                .ifPresent(newest -> left.addAll(superseded(others, trial.latestRun(), newest, trial.modelEpoch())));
        return left;
    }

    private static List<Path> superseded(List<Path> all, RunKey key, Checkpoint recorded, OptionalInt modelEpoch) {
        String recordedName = new Path(recorded.uri()).getName();
        record Entry(Path file, CheckpointName name) {}
        List<Entry> older = new ArrayList<>();
        for (Path file : all) {
            Optional<CheckpointName> name = CheckpointName.parse(file.getName());
            if (name.isPresent()
                    && (name.get().isOlderThan(key)
                            || (name.get().isBy(key) && name.get().epoch() < recorded.epoch()))
                    && !file.getName().equals(recordedName)) {
                older.add(new Entry(file, name.get()));
            }
        }
        Optional<Entry> spare = older.stream()
                .filter(entry -> entry.name().complete() && entry.name().epoch() < recorded.epoch())
                .max(Comparator.comparingInt((Entry entry) -> entry.name().epoch())
                        .thenComparingInt(entry -> entry.name().run())
                        .thenComparingInt(entry -> entry.name().attempt()));
        spare.ifPresent(older::remove);
        older.removeIf(entry -> entry.name().complete() && entry.name().epoch() == modelEpoch.orElse(recorded.epoch()));
        return older.stream().map(Entry::file).toList();
    }

    /** Deletes all checkpoints of a trial; does nothing if there are none. */
    public void deleteTrial(int trial) throws IOException {
        Path trialFolder = new Path(folder, CheckpointName.folder(trial));
        HadoopFiles.of(trialFolder, configuration).delete(trialFolder, true);
    }

    private static List<Path> list(FileSystem files, Path folder) throws IOException {
        try {
            List<Path> found = new ArrayList<>();
            for (FileStatus status : files.listStatus(folder)) {
                found.add(status.getPath());
            }
            return found;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
