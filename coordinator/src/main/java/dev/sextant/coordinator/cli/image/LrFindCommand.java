package dev.sextant.coordinator.cli.image;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.RatePlot;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.LearningRateFinder;
import dev.sextant.coordinator.model.LearningRateRange;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.train.RangeTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant lr-find}. */
@Command(
        name = "lr-find",
        description = {
            "Find a good range of learning rates by a learning rate range test.",
            "",
            "Trains some steps on the study's images at increasing learning rates, three times, and plots the mean"
                    + " loss. With fine_tuning the head is trained first. Searched parameters are set to the first"
                    + " configuration under start_with, else to the trainer's defaults; a searched backbone to its first"
                    + " value. Trains in this process and uses no database."
        },
        footer = {"", "Examples:", "  sextant lr-find study.yaml", "  sextant lr-find study.yaml --steps 200 --json"})
public final class LrFindCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final OutputOption output;

    @Parameters(index = "0", paramLabel = "FILE", description = "Study file (YAML) with the trainer image-classifier.")
    private Path file;

    @Option(names = "--low", paramLabel = "RATE", description = "Lowest learning rate. Default: ${DEFAULT-VALUE}.")
    private double low = 1e-6;

    @Option(
            names = "--high",
            paramLabel = "RATE",
            description =
                    "Highest learning rate. The test ends earlier if the loss diverges. Default: ${DEFAULT-VALUE}.")
    private double high = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of training steps per sweep. Default: ${DEFAULT-VALUE}.")
    private int steps = 140;

    public LrFindCommand(Console console) {
        this.console = console;
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RangeTest.Rates rates = rates();
        LearningRateFinder finder = new LearningRateFinder(StudyFiles.read(file));
        if (!finder.supportsTrainer()) {
            throw new UsageException(
                    file + ": trainer.type (" + finder.study().trainer().type()
                            + ") is not supported by lr-find, which needs " + TrialModel.TRAINER);
        }
        try {
            RangeTest test;
            try (ProgressLine progress = new ProgressLine(console)) {
                progress.showUnless(output.isJson());
                test = finder.run(rates, console.home().folder());
            }
            if (output.isJson()) {
                output.json(json(test));
            } else {
                print(finder, test);
            }
            return ExitCode.DONE;
        } catch (TrainingFailure e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private RangeTest.Rates rates() {
        Setting declared = LearningRateFinder.declaredRate();
        if (!(low >= declared.low().orElseThrow()
                && low < high
                && high <= declared.high().orElseThrow())) {
            throw new UsageException("--low (" + low + ") must be below --high (" + high + "), and both within ["
                    + TextFormat.number(declared.low().orElseThrow()) + ", "
                    + TextFormat.number(declared.high().orElseThrow()) + "]");
        }
        if (steps < 10 || steps > 100_000) {
            throw new UsageException("--steps (" + steps + ") must be within [10, 100000]");
        }
        return new RangeTest.Rates(low, high, steps);
    }

    private void print(LearningRateFinder finder, RangeTest test) {
        output.line("%s: loss by learning rate, %s, mean of %d sweeps, %s"
                .formatted(
                        finder.study().name(),
                        TextFormat.count(test.points().size(), "step"),
                        RangeTest.SWEEPS,
                        finder.usesDefaults()
                                ? "searched parameters at their defaults"
                                : "searched parameters as in the first configuration under start_with"));
        if (finder.usesDefaults()) {
            finder.searchedBackbone()
                    .ifPresent(first -> output.line("backbone: " + first + ", the first of the searched values"));
        }
        output.line("");
        output.lines(RatePlot.lines(test));
        output.line("");
        if (test.steepest().isEmpty()) {
            output.line("The loss never decreases. Use more --steps or a lower --low, or check the data.");
            return;
        }
        output.line("steepest descent at  " + TextFormat.number(test.steepest().getAsDouble()));
        output.line("valley at            " + TextFormat.number(test.valley()));
        output.line("lowest loss at       " + TextFormat.number(test.lowest().rate())
                + (test.diverged() ? ", then the loss diverges" : ""));
        output.line("one tenth of that    " + TextFormat.number(test.tenthOfLowest()));
        output.line("");
        output.line("Suggested search range:");
        output.line("  " + LearningRateRange.of(test).yaml());
        output.next(NextStep.afterRangeTest(file));
    }

    private static Map<String, Object> json(RangeTest test) {
        LearningRateRange range = LearningRateRange.of(test);
        List<Map<String, Object>> points = test.points().stream()
                .map(point -> Json.object(
                        "learning_rate", point.rate(), "loss", point.loss(), "smoothed_loss", point.smoothed()))
                .toList();
        return Json.object(
                "steepest",
                test.steepest(),
                "valley",
                test.valley(),
                "lowest",
                test.lowest().rate(),
                "tenth_of_lowest",
                test.tenthOfLowest(),
                "diverged",
                test.diverged(),
                "low",
                range.low(),
                "high",
                range.high(),
                "points",
                points);
    }
}
