package dev.sextant.coordinator.cli.image;

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
 * The checkpoint that stands for a trial: its best epoch's where the file is there, else the latest that is.
 *
 * @param bestEpoch the trial's
 */
public record ModelCheckpoint(Checkpoint checkpoint, int bestEpoch, CheckpointStore store) {
    /**
     * Chooses among a trial's checkpoints. Without the file of any the best epoch's is chosen, which {@link #fetch} then
     * misses.
     *
     * @param home where Sextant keeps what is its own
     * @return empty when none was recorded
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

    /** Copies it to a file that does not exist yet, and compares it with its SHA-256. */
    public void fetch(Path file) throws IOException {
        store.fetch(checkpoint, file);
    }

    /** That it is not the best epoch's, in brackets, to be appended to what it is; empty when it is. */
    public String remark() {
        return checkpoint.epoch() == bestEpoch
                ? ""
                : " (the best epoch was " + bestEpoch + ", whose checkpoint was not kept)";
    }
}
