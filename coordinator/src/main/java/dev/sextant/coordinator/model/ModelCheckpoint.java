package dev.sextant.coordinator.model;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialDetails;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checkpoint of a trial's model: that of its best epoch if its file exists, else the latest one that exists.
 *
 * @param bestEpoch best epoch of the trial
 * @param absence why the checkpoint of the best epoch is not used, e.g. {@code is missing}, if it is not
 * @param store the store that holds the file
 */
public record ModelCheckpoint(Checkpoint checkpoint, int bestEpoch, String absence, CheckpointStore store) {
    /** States in which a trial trains its best epoch again if an executor took the weights with it. */
    private static final Set<TrialState> UNDER_WAY = Set.of(TrialState.RUNNING, TrialState.PENDING);

    /**
     * Chooses among the checkpoints of a trial. If no file exists, returns that of the best epoch, for which
     * {@link #fetch} fails.
     *
     * @param home Sextant's folder
     * @return empty if the trial has no checkpoints
     */
    public static Optional<ModelCheckpoint> of(StudyQueries reader, StudyRow study, int trial, int bestEpoch, Path home)
            throws IOException {
        CheckpointStore store =
                CheckpointStore.in(StudyCheckpoints.of(study, home).folder());
        TrialDetails details = reader.trial(study.spec().name(), trial).orElseThrow();
        List<Checkpoint> bestFirst = details.checkpoints().stream()
                .sorted(Comparator.comparing(saved -> saved.epoch() != bestEpoch))
                .toList();
        if (bestFirst.isEmpty()) {
            return Optional.empty();
        }
        Checkpoint chosen = bestFirst.get(0);
        for (Checkpoint saved : bestFirst) {
            if (store.exists(saved)) {
                chosen = saved;
                break;
            }
        }
        return Optional.of(new ModelCheckpoint(chosen, bestEpoch, absence(details, bestEpoch, chosen), store));
    }

    private static String absence(TrialDetails details, int bestEpoch, Checkpoint chosen) {
        if (chosen.epoch() != bestEpoch
                && details.checkpoints().stream().anyMatch(saved -> saved.epoch() == bestEpoch)) {
            return "is missing";
        }
        return UNDER_WAY.contains(details.trial().state()) ? "is not written yet" : "was not kept";
    }

    /** Copies the checkpoint to a new file and verifies its SHA-256. */
    public void fetch(Path file) throws IOException {
        store.fetch(checkpoint, file);
    }

    /**
     * Returns a text in parentheses if a model is not that of the best epoch; empty if it is.
     *
     * @param epoch epoch whose weights the model has
     */
    public String remark(int epoch) {
        return epoch == bestEpoch ? "" : " (the best epoch is " + bestEpoch + ", whose checkpoint " + absence + ")";
    }
}
