package dev.sextant.coordinator.checkpoint;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.CheckpointRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.checkpoint.Integrity;
import dev.sextant.worker.checkpoint.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The checkpoints of the studies of a database: their rows, compared with their files. Used by one thread. */
public final class CheckpointInventory {
    /** States in which a study has ended. It may be resumed, but only from checkpoints with rows. */
    private static final Set<StudyState> ENDED = Set.of(StudyState.COMPLETED, StudyState.FAILED);

    private final Database database;
    private final StudyFolders folders;
    private final Optional<String> study;

    /**
     * @param study name of the only study to look at; empty for all studies
     * @param folders the folders of all studies
     */
    public CheckpointInventory(Database database, StudyFolders folders, Optional<String> study) {
        this.database = database;
        this.folders = folders;
        this.study = study;
    }

    /**
     * A recorded checkpoint with the state of its file.
     *
     * @param row what was recorded
     * @param file state of the file
     */
    public record Verified(CheckpointRow row, Integrity file) {}

    /**
     * A file that no row names.
     *
     * @param study name of the study; empty if it is none of this database
     * @param folder the study's folder
     */
    public record Orphan(String study, String folder, StoredFile file) {}

    /** Returns the recorded checkpoints that have a file or need one, in the order of their trials and epochs. */
    public List<Verified> present() throws IOException {
        List<Verified> present = new ArrayList<>();
        for (CheckpointRow row : rows()) {
            boolean exists = store(row.checkpoint()).exists(row.checkpoint());
            if (exists || row.isNeeded()) {
                present.add(new Verified(row, exists ? Integrity.INTACT : Integrity.MISSING));
            }
        }
        return present;
    }

    /** Reads all files and returns their state. Leaves out checkpoints that newer ones have replaced and deleted. */
    public List<Verified> verified() throws IOException {
        List<Verified> verified = new ArrayList<>();
        for (CheckpointRow row : rows()) {
            Integrity file = store(row.checkpoint()).verify(row.checkpoint());
            if (file != Integrity.MISSING || row.isNeeded()) {
                verified.add(new Verified(row, file));
            }
        }
        return withoutReplaced(verified);
    }

    /** Leaves out checkpoints that a running study has replaced, and so deleted, since their rows were read. */
    private List<Verified> withoutReplaced(List<Verified> verified) {
        if (verified.stream().allMatch(checkpoint -> checkpoint.file() == Integrity.INTACT)) {
            return verified;
        }
        Set<CheckpointRow> now = Set.copyOf(rows());
        return verified.stream()
                .filter(checkpoint -> checkpoint.file() != Integrity.MISSING || now.contains(checkpoint.row()))
                .toList();
    }

    private static CheckpointStore store(Checkpoint checkpoint) {
        return CheckpointStore.in(
                new Path(checkpoint.uri()).getParent().getParent().toString());
    }

    private List<CheckpointRow> rows() {
        return database.reader().checkpoints(study);
    }

    /**
     * Returns the files that no row names, of studies that have ended. Those of other studies may be about to get
     * one.
     */
    public List<Orphan> orphans() throws IOException {
        List<Orphan> orphans = new ArrayList<>();
        for (Map.Entry<String, StudyRow> each : ended()) {
            idle(each.getValue(), () -> unnamed(each)).ifPresent(orphans::addAll);
        }
        return orphans;
    }

    /** Returns the files in folders of no study of this database. */
    public List<Orphan> ofUnknownStudies() throws IOException {
        List<Orphan> orphans = new ArrayList<>();
        for (String folder : folders.unknown()) {
            for (StoredFile file : CheckpointStore.in(folder).files()) {
                orphans.add(new Orphan("", folder, file));
            }
        }
        return orphans;
    }

    /**
     * Deletes orphans. Leaves out those of studies that are being run, or whose row was written meanwhile.
     *
     * @return those that were deleted
     */
    public List<Orphan> delete(List<Orphan> orphans) throws IOException {
        List<Orphan> deleted = new ArrayList<>();
        for (Map.Entry<String, StudyRow> each : ended()) {
            idle(each.getValue(), () -> {
                        List<Orphan> still = unnamed(each);
                        still.retainAll(orphans);
                        return deleteFiles(still);
                    })
                    .ifPresent(deleted::addAll);
        }
        deleted.addAll(deleteFiles(
                orphans.stream().filter(orphan -> orphan.study().isEmpty()).toList()));
        return deleted;
    }

    private static List<Orphan> deleteFiles(List<Orphan> orphans) throws IOException {
        for (Orphan orphan : orphans) {
            CheckpointStore.in(orphan.folder()).delete(orphan.file());
        }
        return orphans;
    }

    private List<Map.Entry<String, StudyRow>> ended() {
        return folders.known().entrySet().stream()
                .filter(each -> study.isEmpty() || each.getValue().spec().name().equals(study.get()))
                .filter(each -> ENDED.contains(each.getValue().state()))
                .toList();
    }

    private List<Orphan> unnamed(Map.Entry<String, StudyRow> each) throws IOException {
        String name = each.getValue().spec().name();
        Set<String> named = database.reader().checkpoints(Optional.of(name)).stream()
                .map(row -> StoredFile.name(row.checkpoint().uri()))
                .collect(Collectors.toSet());
        List<Orphan> orphans = new ArrayList<>();
        for (StoredFile file : CheckpointStore.in(each.getKey()).files()) {
            if (!named.contains(file.name())) {
                orphans.add(new Orphan(name, each.getKey(), file));
            }
        }
        return orphans;
    }

    private interface FileWork<T> {
        T run() throws IOException;
    }

    /** Does some work under the study's lock; empty if a coordinator runs the study. */
    private <T> Optional<T> idle(StudyRow row, FileWork<T> work) throws IOException {
        try {
            return database.studies().whileIdle(row, () -> {
                try {
                    return work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
