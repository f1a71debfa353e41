package dev.sextant.coordinator.model;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoint of a trial's model: that of its best epoch if its file exists, else the latest one that exists.
 *
 * @param bestEpoch best epoch of the trial
 * @param store the store that holds the file
 */
public record ModelCheckpoint(Checkpoint checkpoint, int bestEpoch, CheckpointStore store) {
    /**
     * Chooses among the checkpoints of a trial. If no file exists, returns that of the best epoch, for which {@link #fetch}
     * fails.
     *
     * @param home Sextant's folder
     * @return empty if the trial has no checkpoints
     */
    public static Optional<ModelCheckpoint> of(StudyQueries reader, StudyRow study, int trial, int bestEpoch, Path home)
            throws IOException {
        CheckpointStore store =
                CheckpointStore.in(StudyCheckpoints.of(study, home).folder());
        List<Checkpoint> bestFirst = reader.trial(study.spec().name(), trial).orElseThrow().checkpoints().stream()
                .sorted(Comparator.comparing(saved -> saved.epoch() != bestEpoch))
                .toList();
        for (Checkpoint saved : bestFirst) {
            if (store.exists(saved)) {
                return Optional.of(new ModelCheckpoint(saved, bestEpoch, store));
            }
        }
        return bestFirst.stream().findFirst().map(saved -> new ModelCheckpoint(saved, bestEpoch, store));
    }

    /** Copies the checkpoint to a new file and verifies its SHA-256. */
    public void fetch(Path file) throws IOException {
        store.fetch(checkpoint, file);
    }

    /** Returns a text in parentheses if this is not the best epoch; empty if it is. */
    public String remark() {
        return checkpoint.epoch() == bestEpoch
                ? ""
                : " (the best epoch was " + bestEpoch + ", whose checkpoint was not kept)";
    }
}
