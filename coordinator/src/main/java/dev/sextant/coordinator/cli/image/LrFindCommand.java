package dev.sextant.coordinator.cli.image;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.RatePlot;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.train.RangeTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
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
            "Trains some steps on the study's images at increasing learning rates and plots the loss. Searched parameters are"
                    + " set to the first configuration under start_with, else to the trainer's defaults; a searched backbone"
                    + " to its first value. Trains in this process and uses no database."
        },
        footer = {"", "Examples:", "  sextant lr-find study.yaml", "  sextant lr-find study.yaml --steps 200 --json"})
public final class LrFindCommand implements Callable<Integer> {
    private static final String RATE = "learning_rate";
    private static final String BACKBONE = "backbone";
    private static final String TRAINER = new ImageClassifierFactory().type();

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

    @Option(names = "--steps", paramLabel = "N", description = "Number of training steps. Default: ${DEFAULT-VALUE}.")
    private int steps = 140;

    public LrFindCommand(Console console) {
        this.console = console;
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RangeTest.Rates rates = rates();
        StudySpec study = StudyFiles.read(file);
        if (!study.trainer().type().equals(TRAINER)) {
            throw new UsageException(file + ": trainer.type (" + study.trainer().type()
                    + ") is not supported by lr-find, which needs " + TRAINER);
        }
        try {
            RangeTest test = RangeTest.run(
                    settings(study),
                    study.search().seed(),
                    rates,
                    console.home().folder().resolve("cache"),
                    Runtime.getRuntime().availableProcessors());
            if (output.isJson()) {
                output.json(json(test));
            } else {
                print(study, test);
            }
            return ExitCode.DONE;
        } catch (TrainingFailure e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private RangeTest.Rates rates() {
        Setting declared = new ImageClassifierFactory()
                .settings().stream()
                        .filter(setting -> setting.name().equals(RATE))
                        .findFirst()
                        .orElseThrow();
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

    private static Map<String, Object> settings(StudySpec study) {
        Map<String, Object> settings = new TreeMap<>(study.trainer().settings());
        study.startWith().stream()
                .findFirst()
                .ifPresentOrElse(first -> settings.putAll(first.values()), () -> searchedBackbone(study)
                        .ifPresent(first -> settings.put(BACKBONE, first)));
        return settings;
    }

    /** The default, none, is seldom among the values of one that is searched. */
    private static Optional<Object> searchedBackbone(StudySpec study) {
        return study.space().find(BACKBONE).map(parameter -> parameter.listed().get(0));
    }

    private void print(StudySpec study, RangeTest test) {
        output.line("%s: loss by learning rate, %s, %s"
                .formatted(
                        study.name(),
                        TextFormat.count(test.points().size(), "step"),
                        study.startWith().isEmpty()
                                ? "searched parameters at their defaults"
                                : "searched parameters as in the first configuration under start_with"));
        if (study.startWith().isEmpty()) {
            searchedBackbone(study)
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
        output.line("lowest loss at       " + TextFormat.number(test.lowest().rate())
                + (test.diverged() ? ", then the loss diverges" : ""));
        output.line("one tenth of that    " + TextFormat.number(test.tenthOfLowest()));
        output.line("");
        output.line("Suggested search range:");
        output.line("  " + yaml(test));
    }

    /**
     * From a tenth of where the loss falls fastest to twice where it is lowest, which schedules bear that are at their top
     * for a short time.
     */
    private static double[] range(RangeTest test) {
        double lowest = test.lowest().rate();
        OptionalDouble steepest = test.steepest();
        double from = steepest.orElse(lowest) / 10;
        return new double[] {rounded(from, RoundingMode.FLOOR), rounded(2 * lowest, RoundingMode.CEILING)};
    }

    private static double rounded(double rate, RoundingMode mode) {
        return new BigDecimal(rate).round(new MathContext(1, mode)).doubleValue();
    }

    private static String yaml(RangeTest test) {
        double[] range = range(test);
        return "learning_rate: {type: continuous, low: %s, high: %s, scale: log}"
                .formatted(yaml(range[0]), yaml(range[1]));
    }

    private static String yaml(double number) {
        String text = Double.toString(number).replace('E', 'e');
        return text.contains(".") ? text : text + ".0";
    }

    private static Map<String, Object> json(RangeTest test) {
        double[] range = range(test);
        List<Map<String, Object>> points = test.points().stream()
                .map(point -> Json.object(RATE, point.rate(), "loss", point.loss(), "smoothed_loss", point.smoothed()))
                .toList();
        return Json.object(
                "steepest",
                test.steepest().isPresent() ? test.steepest().getAsDouble() : null,
                "lowest",
                test.lowest().rate(),
                "tenth_of_lowest",
                test.tenthOfLowest(),
                "diverged",
                test.diverged(),
                "low",
                range[0],
                "high",
                range[1],
                "points",
                points);
    }
}
