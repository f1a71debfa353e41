package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.refit.SparkAveraging;
import dev.sextant.coordinator.spark.SparkCluster;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.inference.SavedClassifier;
import dev.sextant.worker.image.refit.Refit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant refit}. */
@Command(
        name = "refit",
        description = {
            "Retrain the best configuration on training and validation images.",
            "",
            "Uses the trial's seed. Trains as many epochs as the trial if its schedule is one_cycle or cosine and"
                    + " early_stopping is off, else up to its best epoch. Writes the model (model.ckpt, for --model of"
                    + " predict and evaluate), and the complete network with its card, like export. With --workers the"
                    + " network is trained on several Spark executors."
        },
        footer = {
            "",
            "Examples:",
            "  sextant refit cars-resnet18 --to final",
            "  sextant refit cars-resnet18 --to first --trial 1",
            "  sextant refit cars-resnet18 --to final --workers 4 --master spark://host:7077",
            "  sextant predict cars-resnet18 photographs --model final"
        })
public final class RefitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Output folder. Created if it does not exist.")
    private Path folder;

    @Option(
            names = "--trial",
            paramLabel = "N",
            description =
                    "Number of the trial to retrain, e.g. the baseline for a comparison. Default: the best trial.")
    private Integer number;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Number of Spark executors. Each trains a copy of the network on its part of every batch; the copies"
                            + " are averaged regularly. Default: ${DEFAULT-VALUE}, which trains in this process.")
    private int workers;

    @Option(
            names = "--average-every",
            paramLabel = "STEPS",
            defaultValue = "5",
            description = "With several workers: number of steps between averages. Default: ${DEFAULT-VALUE}.")
    private int stepsARound;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "With several workers: Spark master. Default: the master given to spark-submit, else executor"
                    + " processes on this machine.")
    private String master;

    @Option(
            names = "--executor-patience",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Seconds to wait for executors to start. Default: ${DEFAULT-VALUE}.")
    private long executorPatience;

    public RefitCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    /** What is trained again. */
    private record Work(StudyRow study, TrialSummary trial, int epochs) {
        private TrialContext context(Path folder, Path cache, int threads) {
            StudySpec spec = study.spec();
            return new TrialContext(
                    spec.name(),
                    trial.trial(),
                    trial.seed(),
                    complete(settings()),
                    spec.objective().metric(),
                    0,
                    epochs,
                    spec.fidelity().maxEpochs(),
                    "cpu",
                    threads,
                    folder,
                    cache);
        }

        private Map<String, Object> settings() {
            return TrialModel.settings(study, trial.params());
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers < 1 || stepsARound < 1) {
            throw new UsageException(
                    "--workers (" + workers + ") and --average-every (" + stepsARound + ") must be at least 1");
        }
        Work work;
        try (DatabaseSession session = database.openExisting()) {
            work = work(session.database());
        }
        NativeHelpers.allow();
        double loss;
        try {
            loss = workers == 1 ? alone(work) : together(work);
        } catch (TrainingFailure e) {
            throw new CommandException("The refit of trial " + work.trial().trial() + " failed: " + e.getMessage(), e);
        }
        List<Path> files = finish(work);
        report(work, loss, files);
        return ExitCode.DONE;
    }

    private Work work(Database open) {
        StudyRow row = study.find(open);
        LeaderboardRow best = TrialModel.leaders(open, row, 1).get(0);
        int chosen = number == null ? best.trial() : number;
        TrialSummary trial = open.reader()
                .trial(study.name(), chosen)
                .orElseThrow(() -> new CommandException("--trial (" + chosen + ") does not exist in " + study.name()
                        + ". `sextant trials " + study.name() + "` lists all trials."))
                .trial();
        int bestEpoch = chosen == best.trial()
                ? best.epoch()
                : trial.bestEpoch()
                        .orElseThrow(() -> new CommandException("--trial (" + chosen
                                + ") has no value yet, so the number of epochs is unknown. `sextant show "
                                + study.name() + " " + chosen + "` shows its progress."));
        Settings settings = complete(TrialModel.settings(row, trial.params()));
        int epochs = RefitLength.epochs(settings, bestEpoch, trial.epoch());
        return new Work(row, trial, epochs);
    }

    private static Settings complete(Map<String, Object> settings) {
        return Settings.withDefaults(new ImageClassifierFactory().settings(), settings);
    }

    private double alone(Work work) throws IOException, InterruptedException, TrainingFailure {
        TrialContext context = context(work, Runtime.getRuntime().availableProcessors());
        try (Trainer trainer = Refit.alone(context)) {
            return train(trainer, work);
        }
    }

    private double together(Work work) throws IOException, InterruptedException, TrainingFailure {
        ClusterSettings cluster = work.study().spec().cluster();
        StudySpec spec = work.study().spec().withCluster(cluster.with(workers, cluster.checkpoints()));
        try (SparkCluster spark = SparkCluster.start(
                spec, Optional.ofNullable(master), console.home().folder())) {
            spark.check(
                    StudyCheckpoints.of(work.study(), console.home().folder()).folder(),
                    Duration.ofSeconds(executorPatience));
            console.err().println("%d workers on %s (%s)".formatted(workers, spark.master(), spark.hosts()));
            TrialContext context = context(work, cluster.cpusPerTrial());
            try (Trainer trainer = Refit.together(context, new SparkAveraging(spark.context(), workers, stepsARound))) {
                return train(trainer, work);
            }
        }
    }

    private TrialContext context(Work work, int threads) throws IOException {
        Path home = console.home().folder();
        return work.context(Files.createDirectories(folder), Files.createDirectories(home.resolve("cache")), threads);
    }

    /** @return the loss of the last epoch */
    private double train(Trainer trainer, Work work) throws IOException, InterruptedException, TrainingFailure {
        int epochs = work.epochs();
        double loss = Double.NaN;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            loss = trainer.train(epoch).get("train_loss");
            console.err().println("epoch %d of %d: train_loss %s".formatted(epoch, epochs, TextFormat.number(loss)));
        }
        WholeFile.<TrainingFailure>write(folder.resolve(RefitFolder.CHECKPOINT), trainer::save);
        return loss;
    }

    private List<Path> finish(Work work) throws IOException, InterruptedException {
        Path checkpoint = folder.resolve(RefitFolder.CHECKPOINT);
        List<Path> files = new ArrayList<>(List.of(checkpoint));
        files.add(RefitFolder.write(
                folder, new RefitFolder.Note(study.name(), work.trial().trial(), work.epochs(), work.settings())));
        try (SavedClassifier classifier = TrialModel.open(checkpoint, work.settings(), 1)) {
            files.addAll(ClassifierFiles.write(classifier, folder, "model"));
        }
        return files;
    }

    private void report(Work work, double loss, List<Path> files) {
        if (output.isJson()) {
            output.json(Json.object(
                    "study",
                    study.name(),
                    "trial",
                    work.trial().trial(),
                    "epochs",
                    work.epochs(),
                    "workers",
                    workers,
                    "train_loss",
                    loss,
                    "files",
                    files.stream().map(Path::toString).toList()));
            return;
        }
        files.forEach(file -> output.line("Wrote " + file));
        output.line(
                "%s: retrained trial %d on all training and validation images for %s. To evaluate it on other images,"
                                .formatted(study.name(), work.trial().trial(), TextFormat.count(work.epochs(), "epoch"))
                        + " run `sextant evaluate " + study.name() + " --model " + folder + "` with --test or --data.");
    }
}
