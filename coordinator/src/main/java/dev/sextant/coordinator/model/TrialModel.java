package dev.sextant.coordinator.model;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.inference.SavedClassifier;
import dev.sextant.worker.image.train.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The image classifier of a trial in a temporary local file, which {@link #close} deletes.
 *
 * @param trial number of the trial whose configuration was trained
 * @param name for people, e.g. {@code trial 12}
 * @param epoch epoch whose weights the model has; of a refit, the number of epochs trained
 * @param remark why this is not the best epoch, as a text in parentheses; empty if it is
 * @param refit whether it is a refit instead of the trial's own model
 * @param settings fixed settings of the study and parameters of the trial
 * @param file the checkpoint
 */
public record TrialModel(
        int trial, String name, int epoch, String remark, boolean refit, Map<String, Object> settings, Path file)
        implements AutoCloseable {
    /** The trainer whose models can be opened. */
    public static final String TRAINER = "image-classifier";

    private static final String LOADING = "loading the model";

    /**
     * Fetches the model of the best trial.
     *
     * @param home Sextant's folder
     * @throws ModelException if no trial has a value, or the study has another trainer
     */
    public static TrialModel best(Database database, StudyRow study, Path home) throws IOException {
        LeaderboardRow best = leaders(database, study, 1).get(0);
        return of(database, study, best.trial(), best.epoch(), best.params(), home);
    }

    /**
     * Returns the best trials of a study of image classifiers, at least one.
     *
     * @throws ModelException if no trial has a value, or the study has another trainer
     */
    public static List<LeaderboardRow> leaders(Database database, StudyRow study, int limit) {
        String name = study.spec().name();
        requireClassifiers(study);
        List<LeaderboardRow> leaders = database.reader().leaderboard(name, limit);
        if (leaders.isEmpty()) {
            throw new ModelException(
                    "No trial of " + name + " has a value yet. `sextant status " + name + "` shows its progress.");
        }
        return leaders;
    }

    /** Returns whether the trials of a study are models that can be opened. */
    public static boolean isOf(StudySpec study) {
        return study.trainer().type().equals(TRAINER);
    }

    /**
     * Finds a trial of a study of image classifiers.
     *
     * @param number number that the user gave as {@code --trial}
     * @throws ModelException if there is no such trial, or the study has another trainer
     */
    public static TrialSummary trial(Database database, StudyRow study, int number) {
        String name = study.spec().name();
        requireClassifiers(study);
        return database.reader()
                .trial(name, number)
                .orElseThrow(() -> new ModelException("--trial (" + number + ") does not exist in " + name
                        + ". `sextant trials " + name + "` lists all trials."))
                .trial();
    }

    /**
     * Fetches the model of a trial.
     *
     * @param number number that the user gave as {@code --trial}
     * @param home Sextant's folder
     * @throws ModelException if there is no such trial, it has no checkpoint, or the study has another trainer
     */
    public static TrialModel of(Database database, StudyRow study, int number, Path home) throws IOException {
        TrialSummary trial = trial(database, study, number);
        return of(database, study, number, trial.modelEpoch().orElse(trial.epoch()), trial.params(), home);
    }

    /** Checks the trainer of a study. @throws ModelException if it is not {@link #TRAINER} */
    static void requireClassifiers(StudyRow study) {
        String type = study.spec().trainer().type();
        if (!isOf(study.spec())) {
            String name = study.spec().name();
            throw new ModelException(name + " uses the trainer " + type + ", but this command supports only " + TRAINER
                    + ". Use `sextant export " + name + " --to DIR` to write the model for your own program.");
        }
    }

    /**
     * Fetches and verifies the model of a trial after its best epoch, or after the latest epoch whose checkpoint was kept.
     *
     * @param epoch the best epoch
     * @param home Sextant's folder
     * @throws ModelException if the trial has no checkpoint
     */
    public static TrialModel of(
            Database database, StudyRow study, int trial, int epoch, SortedMap<String, Object> params, Path home)
            throws IOException {
        String name = study.spec().name();
        ModelCheckpoint checkpoint = ModelCheckpoint.of(database.reader(), study, trial, epoch, home)
                .orElseThrow(() -> new ModelException("Trial " + trial + " of " + name
                        + " has no checkpoint. Resume the study, or see `sextant show " + name + " " + trial + "`."));
        Path file = Files.createTempFile("sextant-model", ".zip");
        try {
            Files.delete(file);
            checkpoint.fetch(file);
            int weightsOf = ModelFile.epoch(file);
            return new TrialModel(
                    trial,
                    "trial " + trial,
                    weightsOf,
                    checkpoint.remark(weightsOf),
                    false,
                    settings(study, params),
                    file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Returns the fixed settings of a study and the parameters of a trial together. */
    public static Map<String, Object> settings(StudyRow study, Map<String, Object> params) {
        Map<String, Object> settings = new TreeMap<>(study.spec().trainer().settings());
        settings.putAll(params);
        return settings;
    }

    /**
     * Loads the model.
     *
     * @param views number of views of each image whose probabilities are averaged
     * @throws ModelException if the model or its backbone cannot be read
     */
    public SavedClassifier open(int views) throws IOException, InterruptedException {
        return open(file, settings, views);
    }

    /**
     * Loads a model from a file.
     *
     * @param settings settings with which it was trained
     * @param views number of views of each image whose probabilities are averaged
     * @throws ModelException if the model or its backbone cannot be read
     */
    public static SavedClassifier open(Path file, Map<String, Object> settings, int views)
            throws IOException, InterruptedException {
        NativeHelpers.allow();
        WorkProgress.report(LOADING, 0, 1);
        try {
            SavedClassifier classifier = SavedClassifier.read(file, settings, views);
            WorkProgress.report(LOADING, 1, 1);
            return classifier;
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }

    /** Describes the model, e.g. {@code trial 12 after epoch 7}. */
    public String describe() {
        return name + " after " + (refit ? TextFormat.count(epoch, "epoch") : "epoch " + epoch) + remark;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
