package dev.sextant.coordinator.cli;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.LeaderboardRow;
import dev.sextant.sql.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.image.NativeHelpers;
import dev.sextant.worker.image.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The best trial's model in a local file.
 *
 * @param settings fixed ones and the trial's own together
 */
record BestModel(int trial, Checkpoint checkpoint, Map<String, Object> settings, Path file) implements AutoCloseable {
    private static final String TRAINER = "image-classifier";

    /**
     * Fetches and verifies it.
     *
     * @param home where Sextant keeps what is its own
     * @throws CommandException when there is none, or the study's trainer is another
     */
    static BestModel fetch(Database database, StudyRow study, Path home) throws IOException {
        String name = study.spec().name();
        if (!study.spec().trainer().type().equals(TRAINER)) {
            throw new CommandException(
                    name + " trains " + study.spec().trainer().type()
                            + "; only models of " + TRAINER + " can be asked here. `sextant export " + name
                            + " --to DIR` writes the model for your own program");
        }
        LeaderboardRow best = database.reader().leaderboard(name, 1).stream()
                .findFirst()
                .orElseThrow(() -> new CommandException("No trial of " + name + " has a value yet; `sextant status "
                        + name + "` shows where it stands"));
        List<Checkpoint> all =
                database.reader().trial(name, best.trial()).orElseThrow().checkpoints();
        Optional<Checkpoint> ofBestEpoch = all.stream()
                .filter(checkpoint -> checkpoint.epoch() == best.epoch())
                .findFirst();
        Checkpoint checkpoint = ofBestEpoch
                .or(() -> all.stream().findFirst())
                .orElseThrow(() -> new CommandException("Trial " + best.trial() + " of " + name
                        + ", the best, has no checkpoint; go on with the study, or look at `sextant show " + name + " "
                        + best.trial() + "`"));
        Map<String, Object> settings = new TreeMap<>(study.spec().trainer().settings());
        settings.putAll(best.params());
        Path file = Files.createTempFile("sextant-model", ".zip");
        try {
            Files.delete(file);
            CheckpointStore.in(
                            StudyCheckpoints.of(study.spec(), study.id(), home).folder())
                    .fetch(checkpoint, file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new BestModel(best.trial(), checkpoint, settings, file);
    }

    /** Loads it. */
    SavedClassifier open() throws IOException, InterruptedException {
        NativeHelpers.allow();
        try {
            return SavedClassifier.read(file, settings);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** In words. */
    String describe() {
        return "trial " + trial + " after " + Words.count(checkpoint.epoch(), "epoch");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
