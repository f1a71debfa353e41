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
            "Find the learning rates worth searching: train a few steps on the study's images, each at a higher rate than the",
            "one before, and show the loss by the rate. Settings that the study searches are as in its first start_with, else",
            "the trainer's defaults; a backbone that is searched is the first of its values. Trains in this process and",
            "touches no database."
        },
        footer = {"", "Examples:", "  sextant lr-find study.yaml", "  sextant lr-find study.yaml --steps 200 --json"})
public final class LrFindCommand implements Callable<Integer> {
    private static final String RATE = "learning_rate";
    private static final String BACKBONE = "backbone";
    private static final String TRAINER = new ImageClassifierFactory().type();

    private final Console console;

    @Mixin
    private final OutputOption output;

    @Parameters(index = "0", paramLabel = "FILE", description = "A study file of the trainer image-classifier.")
    private Path file;

    @Option(names = "--low", paramLabel = "RATE", description = "The first rate. Default: ${DEFAULT-VALUE}.")
    private double low = 1e-6;

    @Option(
            names = "--high",
            paramLabel = "RATE",
            description = "The last rate, if it gets there. Default: ${DEFAULT-VALUE}.")
    private double high = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Training steps from one to the other. Default: ${DEFAULT-VALUE}.")
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
                    + ") trains by a learning rate that Sextant does not set; lr-find is for " + TRAINER);
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
                                ? "searched settings at their defaults"
                                : "searched settings as in the first start_with"));
        if (study.startWith().isEmpty()) {
            searchedBackbone(study)
                    .ifPresent(first -> output.line("backbone " + first + ", the first of those searched"));
        }
        output.line("");
        output.lines(RatePlot.lines(test));
        output.line("");
        if (test.steepest().isEmpty()) {
            output.line("the loss never falls: take more --steps, a lower --low, or look at the data");
            return;
        }
        output.line("falls fastest at      " + TextFormat.number(test.steepest().getAsDouble()));
        output.line("is lowest at          " + TextFormat.number(test.lowest().rate())
                + (test.diverged() ? ", then diverges" : ""));
        output.line("a tenth of the latter " + TextFormat.number(test.tenthOfLowest()));
        output.line("");
        output.line("worth searching:");
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
