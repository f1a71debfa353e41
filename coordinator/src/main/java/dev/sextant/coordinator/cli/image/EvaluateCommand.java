package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.EvaluationImagesOption;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.option.TestTimeAugmentationOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.study.BaselineTrial;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.image.inference.Comparison;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.Predictions;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Evaluate the best model: accuracy, log loss, AUC, per-class metrics, errors.",
            "",
            "Evaluates on the trial's validation images, the test set or other images. Also shows the same metrics of the"
                    + " baseline (the first configuration under start_with), and the most frequent confusions with their"
                    + " images. --json adds the confusion matrix and all errors."
        },
        footer = {
            "",
            "Examples:",
            "  sextant evaluate cars-resnet18",
            "  sextant evaluate cars-resnet18 --html errors.html",
            "  sextant evaluate cars-resnet18 --data photographs/sorted --tta 8 --json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Mixin
    private final EvaluationImagesOption images;

    @Mixin
    private final TestTimeAugmentationOption augmentation = new TestTimeAugmentationOption();

    @Mixin
    private final ModelOption modelOption = new ModelOption();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a self-contained HTML page of the errors with their images.")
    private Path page;

    public EvaluateCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
        this.images = new EvaluationImagesOption(console);
    }

    /** A trial's answers. */
    private record Measured(int trial, int epoch, String name, Predictions answers, Evaluation evaluation) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        images.check();
        int views = augmentation.count();
        Measured best;
        Optional<Measured> start;
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            try (TrialModel model =
                    modelOption.model(session.database(), row, console.home().folder())) {
                best = measure(model, views);
            }
            start = start(session.database(), row, best, views);
        }
        ErrorReport errors = new ErrorReport(best.answers());
        if (page != null) {
            writePage(errors, best);
        }
        if (output.isJson()) {
            output.json(json(best, start, errors));
        } else {
            print(best, start, errors);
        }
        return ExitCode.DONE;
    }

    private Measured measure(TrialModel model, int views) throws IOException, InterruptedException {
        try (SavedClassifier classifier = model.open(views)) {
            Predictions answers = images.predict(classifier);
            return new Measured(model.trial(), model.epoch(), model.describe(), answers, answers.evaluation());
        }
    }

    /** What tuning is compared with, as long as its model is there. */
    private Optional<Measured> start(Database open, StudyRow row, Measured best, int views)
            throws IOException, InterruptedException {
        Optional<BaselineTrial> found = BaselineTrial.find(open, row.spec());
        if (found.isEmpty() || (!modelOption.isGiven() && found.get().trial() == best.trial())) {
            return Optional.empty();
        }
        BaselineTrial trial = found.get();
        try (TrialModel model = TrialModel.of(
                open,
                row,
                trial.trial(),
                trial.epoch(),
                trial.params(),
                console.home().folder())) {
            Measured measured = measure(model, views);
            if (measured.answers().fingerprint().equals(best.answers().fingerprint())) {
                return Optional.of(measured);
            }
            console.err()
                    .println(
                            "No comparison with the baseline: trial " + trial.trial() + " has other validation images");
        } catch (CommandException | CheckpointException e) {
            console.err().println("No comparison with the baseline: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void writePage(ErrorReport errors, Measured best) throws IOException {
        String what = "%s%s, on %s: accuracy %s."
                .formatted(
                        best.name(),
                        augmentation.describe(),
                        images.count(best.evaluation().images()),
                        TextFormat.number(best.evaluation().accuracy()));
        WholeFile.write(page, file -> Files.writeString(file, errors.html("Errors of " + study.name(), what)));
    }

    private Map<String, Object> json(Measured best, Optional<Measured> start, ErrorReport errors) {
        Map<String, Object> json = Json.object("study", study.name());
        json.putAll(json(best));
        json.put("confusion", best.evaluation().confusion());
        json.put("errors", errors.json());
        json.put("start_with", start.map(EvaluateCommand::json));
        return json;
    }

    private static Map<String, Object> json(Measured measured) {
        Evaluation evaluation = measured.evaluation();
        List<Object> classes = new ArrayList<>();
        for (Evaluation.OfClass one : evaluation.classes()) {
            classes.add(Json.object(
                    "class",
                    one.name(),
                    "support",
                    one.support(),
                    "precision",
                    one.precision(),
                    "recall",
                    one.recall(),
                    "f1",
                    one.f1(),
                    "auc",
                    one.auc()));
        }
        return Json.object(
                "trial",
                measured.trial(),
                "epoch",
                measured.epoch(),
                "images",
                evaluation.images(),
                "accuracy",
                evaluation.accuracy(),
                "accuracy_low",
                evaluation.interval().low(),
                "accuracy_high",
                evaluation.interval().high(),
                "log_loss",
                evaluation.logLoss(),
                "auc",
                evaluation.auc(),
                "classes",
                classes);
    }

    private void print(Measured best, Optional<Measured> start, ErrorReport errors) {
        Evaluation tuned = best.evaluation();
        output.line("%s: %s%s, on %s"
                .formatted(study.name(), best.name(), augmentation.describe(), images.count(tuned.images())));
        output.line("");
        output.line("accuracy  %s  (95 %% confidence: %s to %s)"
                .formatted(
                        TextFormat.number(tuned.accuracy()),
                        TextFormat.number(tuned.interval().low()),
                        TextFormat.number(tuned.interval().high())));
        output.line("log loss  " + TextFormat.number(tuned.logLoss()));
        output.line("AUC       " + TextFormat.number(tuned.auc()) + "  (one versus rest, macro average)");
        start.ifPresent(first -> compare(best, first));
        output.line("");
        output.table(classes(tuned, start));
        List<String> lines = errors.lines();
        if (!lines.isEmpty()) {
            output.line("");
            output.line("Most frequent confusions, with the most confident errors first:");
            output.lines(lines);
        }
        if (page != null) {
            output.line("");
            output.line("Wrote " + page);
        }
    }

    private void compare(Measured best, Measured start) {
        Comparison comparison = Comparison.of(best.answers(), start.answers());
        output.line("");
        output.line("Baseline, %s: accuracy %s, log loss %s"
                .formatted(
                        start.name(),
                        TextFormat.number(start.evaluation().accuracy()),
                        TextFormat.number(start.evaluation().logLoss())));
        output.line("Only %s is right on %s, only trial %d on %s."
                .formatted(
                        modelOption.isGiven() ? "the refit" : "trial " + best.trial(),
                        TextFormat.count(comparison.onlyFirst(), "image"),
                        start.trial(),
                        TextFormat.count(comparison.onlySecond(), "image")));
    }

    private static Table classes(Evaluation tuned, Optional<Measured> start) {
        Table table = start.isPresent()
                ? Table.of("class", "images", "precision", "recall", "F1", "AUC", "baseline F1")
                : Table.of("class", "images", "precision", "recall", "F1", "AUC");
        for (int label = 0; label < tuned.classes().size(); label++) {
            Evaluation.OfClass one = tuned.classes().get(label);
            List<Object> cells = new ArrayList<>(List.of(
                    one.name(),
                    one.support(),
                    TextFormat.number(one.precision()),
                    TextFormat.number(one.recall()),
                    TextFormat.number(one.f1()),
                    TextFormat.number(one.auc())));
            if (start.isPresent()) {
                cells.add(TextFormat.number(
                        start.get().evaluation().classes().get(label).f1()));
            }
            table.row(cells.toArray());
        }
        return table;
    }
}
