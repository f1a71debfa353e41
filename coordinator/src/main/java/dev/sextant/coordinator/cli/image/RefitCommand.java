package dev.sextant.coordinator.cli.image;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.refit.TrialRefit;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.layer.TrainingScore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
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
            "Uses the trial's seed. Trains up to the trial's best epoch, or to the end of its schedule if that is"
                    + " one_cycle or cosine and early_stopping is off. Writes the model (model.ckpt, for --model of"
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

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the random numbers. Default: that of the trial.")
    private Long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of Spark executors. Each trains a copy of the network on its part of every batch; the"
                    + " copies are averaged regularly. Default: ${DEFAULT-VALUE}, which trains in this process.")
    private int workers;

    @Option(
            names = "--average-every",
            paramLabel = "STEPS",
            defaultValue = "5",
            description = "With several workers: number of steps between averages. Default: ${DEFAULT-VALUE}.")
    private int stepsPerRound;

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
            description =
                    "Seconds to wait for executors. While executors are starting, the wait is up to ten times as long,"
                            + " with notices. Default: ${DEFAULT-VALUE}.")
    private long executorPatience;

    public RefitCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers < 1 || stepsPerRound < 1) {
            throw new UsageException(
                    "--workers (" + workers + ") and --average-every (" + stepsPerRound + ") must be at least 1");
        }
        TrialRefit refit;
        try (DatabaseSession session = database.openAsIs()) {
            refit = TrialRefit.of(
                    session.database(),
                    study.find(session.database()),
                    number == null ? OptionalInt.empty() : OptionalInt.of(number));
        }
        if (seed != null) {
            refit = refit.withSeed(seed);
        }
        try {
            print(refit, train(refit));
        } catch (TrainingFailure e) {
            throw new CommandException("The refit of trial " + refit.trial().trial() + " failed: " + e.getMessage(), e);
        }
        return ExitCode.DONE;
    }

    private TrialRefit.Result train(TrialRefit refit) throws IOException, InterruptedException, TrainingFailure {
        Path home = console.home().folder();
        try (ProgressLine progress = new ProgressLine(console)) {
            progress.showUnless(output.isJson());
            TrialRefit.Observer observer = new Progress(progress, refit.epochs());
            if (workers == 1) {
                return refit.train(folder, home, observer);
            }
            TrialRefit.Workers executors = new TrialRefit.Workers(
                    workers, stepsPerRound, Optional.ofNullable(master), Duration.ofSeconds(executorPatience));
            return refit.train(executors, folder, home, observer);
        }
    }

    /** Prints one line per epoch. */
    private record Progress(ProgressLine line, int epochs) implements TrialRefit.Observer {
        @Override
        public void notice(String message) {
            line.print(message);
        }

        @Override
        public void trained(int epoch, TrainingScore training) {
            line.print("epoch %d of %d: train_loss %s, train_accuracy %s"
                    .formatted(
                            epoch, epochs, TextFormat.number(training.loss()), TextFormat.number(training.accuracy())));
        }
    }

    private void print(TrialRefit refit, TrialRefit.Result result) {
        int trial = refit.trial().trial();
        if (output.isJson()) {
            output.json(Json.object(
                    "study",
                    study.name(),
                    "trial",
                    trial,
                    "epochs",
                    refit.epochs(),
                    "best_epoch",
                    refit.bestEpoch(),
                    "workers",
                    workers,
                    "train_loss",
                    result.training().loss(),
                    "train_accuracy",
                    result.training().accuracy(),
                    "files",
                    result.files().stream().map(Path::toString).toList()));
            return;
        }
        result.files().forEach(file -> output.line("Wrote " + file));
        output.line(("%s: retrained trial %d on all training and validation images for %s%s. To evaluate it on other"
                        + " images, run `sextant evaluate %s --model %s` with --test or --data.")
                .formatted(
                        study.name(),
                        trial,
                        TextFormat.count(refit.epochs(), "epoch"),
                        reason(refit),
                        study.name(),
                        folder));
        output.next(NextStep.afterRefit(study.name(), folder));
    }

    private static String reason(TrialRefit refit) {
        return refit.epochs() == refit.bestEpoch()
                ? ", up to its best epoch"
                : " (its best epoch is " + refit.bestEpoch() + ", but its schedule decays until epoch " + refit.epochs()
                        + ")";
    }
}
