package dev.sextant.coordinator.refit;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.WholeFile;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.model.ClassifierFiles;
import dev.sextant.coordinator.model.ModelException;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.spark.SparkCluster;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.inference.SavedClassifier;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.refit.Refit;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.TrainingPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Retraining of a trial's configuration on training and validation images.
 *
 * @param bestEpoch epoch of the trial's value
 * @param epochs number of epochs to train, at least the best epoch
 * @param trainAccuracy accuracy of the trial in the training of its last of these epochs; empty if it was not measured
 * @param seed all that is random derives from it
 */
public record TrialRefit(
        StudyRow study, TrialSummary trial, int bestEpoch, int epochs, OptionalDouble trainAccuracy, long seed) {
    /** A refit whose accuracy in training is lower by more than this has failed: it is a share of the training images. */
    private static final double WORST_LOSS = 0.2;

    /**
     * Prepares the refit of a trial.
     *
     * @param number number of the trial; empty for the best trial
     * @throws ModelException if there is no such trial, or it has no value
     */
    public static TrialRefit of(Database database, StudyRow study, OptionalInt number) {
        String name = study.spec().name();
        LeaderboardRow best = TrialModel.leaders(database, study, 1).get(0);
        int chosen = number.orElse(best.trial());
        TrialSummary trial = TrialModel.trial(database, study, chosen);
        int bestEpoch = trial.modelEpoch()
                .orElseThrow(() -> new ModelException("--trial (" + chosen
                        + ") has no value yet, so the number of epochs is unknown. `sextant show " + name + " " + chosen
                        + "` shows its progress."));
        Settings settings = complete(study, trial);
        int lastEpoch = Math.min(trial.epoch(), endOfSchedule(study.spec(), settings, bestEpoch));
        int epochs = RefitLength.epochs(settings, bestEpoch, lastEpoch);
        return new TrialRefit(
                study, trial, bestEpoch, epochs, trainAccuracy(database, name, chosen, epochs), trial.seed());
    }

    private static OptionalDouble trainAccuracy(Database database, String study, int trial, int epochs) {
        return database.reader().trial(study, trial).orElseThrow().curve().stream()
                .filter(measured -> measured.metric().equals("train_accuracy") && measured.epoch() <= epochs)
                .max(Comparator.comparingInt(Measurement::epoch))
                .map(measured -> OptionalDouble.of(measured.value()))
                .orElse(OptionalDouble.empty());
    }

    /** Returns the same refit with other random numbers. */
    public TrialRefit withSeed(long other) {
        return new TrialRefit(study, trial, bestEpoch, epochs, trainAccuracy, other);
    }

    /**
     * Spark executors that train the network together.
     *
     * @param count number of executors, at least 2
     * @param stepsPerRound steps that each takes between two averages
     * @param master Spark master URL; empty for that of spark-submit, else executors on this machine
     * @param patience maximum wait for executors to start
     */
    public record Workers(int count, int stepsPerRound, Optional<String> master, Duration patience) {}

    /** Receives the progress of a refit. */
    public interface Observer {
        /** Called with a message for the user. */
        void notice(String message);

        /** Called after each epoch, numbered from 1, with the loss and the accuracy of its training. */
        void trained(int epoch, TrainingScore training);
    }

    /**
     * Results of a refit.
     *
     * @param training loss and accuracy in the training of the last epoch
     * @param files written files
     */
    public record Result(TrainingScore training, List<Path> files) {}

    /**
     * Trains in this process and writes the model.
     *
     * @param folder output folder, created if it does not exist
     * @param home Sextant's folder
     */
    public Result train(Path folder, Path home, Observer observer)
            throws IOException, InterruptedException, TrainingFailure {
        NativeHelpers.allow();
        TrialContext context = context(folder, home, Runtime.getRuntime().availableProcessors());
        TrainingScore training;
        try (Trainer trainer = Refit.alone(context)) {
            training = train(trainer, folder, observer);
        }
        return finish(folder, training);
    }

    /**
     * Trains on several Spark executors and writes the model.
     *
     * @param folder output folder, created if it does not exist
     * @param home Sextant's folder
     */
    public Result train(Workers workers, Path folder, Path home, Observer observer)
            throws IOException, InterruptedException, TrainingFailure {
        NativeHelpers.allow();
        ClusterSettings cluster = study.spec().cluster();
        StudySpec spec = study.spec().withCluster(cluster.with(workers.count(), cluster.checkpoints()));
        TrainingScore training;
        try (SparkCluster spark = SparkCluster.start(spec, workers.master(), home)) {
            spark.check(StudyCheckpoints.of(study, home).folder(), workers.patience(), observer::notice);
            Settings complete = complete(study, trial);
            if (complete.has("weight_average") && complete.number("weight_average") > 0) {
                observer.notice(
                        "weight_average has no effect with several workers, whose weights are averaged instead");
            }
            observer.notice("%d workers on %s (%s)".formatted(workers.count(), spark.master(), spark.hosts()));
            TrialContext context = context(folder, home, cluster.cpusPerTrial());
            try (Trainer trainer = Refit.together(
                    context, new SparkAveraging(spark.context(), workers.count(), workers.stepsPerRound()))) {
                training = train(trainer, folder, observer);
            }
        }
        return finish(folder, training);
    }

    /** Returns the last epoch of the phase and of the schedule that an epoch belongs to. */
    private static int endOfSchedule(StudySpec spec, Settings settings, int epoch) {
        ClassifierSettings classifier = ClassifierSettings.of(settings);
        ClassifierRevision revision = new ClassifierRevision(spec.trainer().revision());
        List<Integer> rungs = SearchAlgorithms.comparedAt(spec);
        return TrainingPhase.of(classifier, revision, spec.fidelity().maxEpochs()).stream()
                .flatMap(phase -> phase.scheduleEnds(classifier.optimizer(), revision, rungs).stream())
                .filter(end -> end >= epoch)
                .min(Comparator.naturalOrder())
                .orElse(epoch);
    }

    private Map<String, Object> settings() {
        return TrialModel.settings(study, trial.params());
    }

    private static Settings complete(StudyRow study, TrialSummary trial) {
        int revision = study.spec().trainer().revision();
        return Settings.withDefaults(
                new ImageClassifierFactory().settings(revision), TrialModel.settings(study, trial.params()));
    }

    private TrialContext context(Path folder, Path home, int threads) throws IOException {
        StudySpec spec = study.spec();
        return new TrialContext(
                spec.name(),
                trial.trial(),
                seed,
                complete(study, trial),
                spec.objective().metric(),
                0,
                epochs,
                spec.fidelity().maxEpochs(),
                "cpu",
                threads,
                Files.createDirectories(folder),
                OwnerOnly.createDirectories(home.resolve("cache")),
                SearchAlgorithms.comparedAt(spec),
                spec.trainer().revision());
    }

    /** Trains all epochs, saves the model, and returns the loss and the accuracy of the last epoch. */
    private TrainingScore train(Trainer trainer, Path folder, Observer observer)
            throws IOException, InterruptedException, TrainingFailure {
        TrainingScore training = null;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            Map<String, Double> metrics = trainer.train(epoch);
            training = new TrainingScore(metrics.get("train_loss"), metrics.get("train_accuracy"));
            observer.trained(epoch, training);
        }
        requireAsWellTrained(training);
        WholeFile.<TrainingFailure>write(folder.resolve(RefitFolder.CHECKPOINT), trainer::save);
        return training;
    }

    /**
     * At a high learning rate, training is unstable: with other images and random numbers it may fail where the trial
     * succeeded. No validation images are left to show that, but the training images do.
     */
    private void requireAsWellTrained(TrainingScore training) throws TrainingFailure {
        if (trainAccuracy.isPresent() && !(training.accuracy() >= trainAccuracy.getAsDouble() - WORST_LOSS)) {
            throw new TrainingFailure(
                    FailureKind.DIVERGED,
                    "After %d epochs its train_accuracy is %s, that of the trial was %s: training is unstable with this"
                                    .formatted(
                                            epochs,
                                            TextFormat.number(training.accuracy()),
                                            TextFormat.number(trainAccuracy))
                            + " configuration. No model was written. Try other random numbers by --seed N, or another"
                            + " trial by --trial N");
        }
    }

    private Result finish(Path folder, TrainingScore training) throws IOException, InterruptedException {
        Path checkpoint = folder.resolve(RefitFolder.CHECKPOINT);
        List<Path> files = new ArrayList<>(List.of(checkpoint));
        files.add(RefitFolder.write(
                folder, new RefitFolder.Note(study.spec().name(), trial.trial(), epochs, settings())));
        try (SavedClassifier classifier = TrialModel.open(checkpoint, settings(), 1)) {
            files.addAll(ClassifierFiles.write(classifier, folder, "model"));
        }
        return new Result(training, files);
    }
}
