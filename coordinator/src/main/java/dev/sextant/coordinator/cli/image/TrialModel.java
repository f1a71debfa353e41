package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trial's image classifier in a local file, which is deleted in the end.
 *
 * @param name in words
 * @param epoch after which it was saved
 * @param remark what is to be known of that epoch, in brackets; may be empty
 * @param settings fixed ones and the trial's own together
 */
public record TrialModel(int trial, String name, int epoch, String remark, Map<String, Object> settings, Path file)
        implements AutoCloseable {
    /** Of the trainer whose models are read here. */
    public static final String TRAINER = "image-classifier";

    /**
     * The best trial's.
     *
     * @param home where Sextant keeps what is its own
     * @throws CommandException when there is none, or the study's trainer is another
     */
    static TrialModel best(Database database, StudyRow study, Path home) throws IOException {
        LeaderboardRow best = leaders(database, study, 1).get(0);
        return of(database, study, best.trial(), best.epoch(), best.params(), home);
    }

    /**
     * The best trials of a study of image classifiers, at least one.
     *
     * @throws CommandException when there is none, or the study's trainer is another
     */
    static List<LeaderboardRow> leaders(Database database, StudyRow study, int most) {
        String name = study.spec().name();
        requireClassifiers(study);
        List<LeaderboardRow> leaders = database.reader().leaderboard(name, most);
        if (leaders.isEmpty()) {
            throw new CommandException(
                    "No trial of " + name + " has a value yet. `sextant status " + name + "` shows its progress.");
        }
        return leaders;
    }

    static void requireClassifiers(StudyRow study) {
        String type = study.spec().trainer().type();
        if (!type.equals(TRAINER)) {
            String name = study.spec().name();
            throw new CommandException(
                    name + " uses the trainer " + type + ", but this command supports only " + TRAINER
                            + ". Use `sextant export " + name + " --to DIR` to write the model for your own program.");
        }
    }

    /**
     * Fetches and verifies a trial's model of its best epoch, else the latest that is kept.
     *
     * @param epoch the best one
     * @throws CommandException when no checkpoint was kept
     */
    static TrialModel of(
            Database database, StudyRow study, int trial, int epoch, SortedMap<String, Object> params, Path home)
            throws IOException {
        String name = study.spec().name();
        ModelCheckpoint chosen = ModelCheckpoint.of(database.reader(), study, trial, epoch, home)
                .orElseThrow(() -> new CommandException("Trial " + trial + " of " + name
                        + " has no checkpoint. Resume the study, or see `sextant show " + name + " " + trial + "`."));
        Path file = Files.createTempFile("sextant-model", ".zip");
        try {
            Files.delete(file);
            chosen.fetch(file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new TrialModel(
                trial, "trial " + trial, chosen.checkpoint().epoch(), chosen.remark(), settings(study, params), file);
    }

    /** Fixed settings and a trial's own together. */
    public static Map<String, Object> settings(StudyRow study, Map<String, Object> params) {
        Map<String, Object> settings = new TreeMap<>(study.spec().trainer().settings());
        settings.putAll(params);
        return settings;
    }

    /**
     * Loads it.
     *
     * @param views of each image whose probabilities are averaged
     */
    SavedClassifier open(int views) throws IOException, InterruptedException {
        return open(file, settings, views);
    }

    /** Loads a model from a file. */
    public static SavedClassifier open(Path file, Map<String, Object> settings, int views)
            throws IOException, InterruptedException {
        NativeHelpers.allow();
        try {
            return SavedClassifier.read(file, settings, views);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** In words. */
    String describe() {
        return name + " after " + TextFormat.count(epoch, "epoch") + remark;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
