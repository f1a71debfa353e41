package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.EvaluationImagesOption;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.option.TestTimeAugmentationOption;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.model.ModelEvaluator;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.refit.RefitFolder;
import dev.sextant.coordinator.report.ErrorReport;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.McNemarTest;
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
            "Evaluates on the trial's validation images, the test set or other images. Also shows the same metrics of"
                    + " the baseline (the first configuration under start_with), and the most frequent confusions with"
                    + " their images. --json adds the confusion matrix and all errors."
        },
        footer = {
            "",
            "Examples:",
            "  sextant evaluate cars-resnet18",
            "  sextant evaluate cars-resnet18 --html errors.html",
            "  sextant evaluate cars-resnet18 --data photographs/sorted --tta 8 --json",
            "  sextant evaluate cars-resnet18 --test --model final --baseline first"
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
            names = "--baseline",
            paramLabel = "DIR",
            description =
                    "Folder written by refit, whose model is the baseline. Default: the model of the first trial under"
                            + " start_with.")
    private Path baselineFolder;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        images.check();
        int views = augmentation.count();
        EvaluatedModel best;
        Optional<EvaluatedModel> baseline;
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            Path home = console.home().folder();
            ModelEvaluator evaluator =
                    new ModelEvaluator(session.database(), row, home, views, images::predict, console.err()::println);
            try (TrialModel model = modelOption.model(session.database(), row, home)) {
                best = evaluator.evaluate(model);
            }
            baseline = baseline(evaluator, row, best);
        }
        ErrorReport errors = new ErrorReport(best.predictions());
        if (page != null) {
            writePage(errors, best);
        }
        if (output.isJson()) {
            output.json(json(best, baseline, errors));
        } else {
            print(best, baseline, errors);
        }
        return ExitCode.DONE;
    }

    private Optional<EvaluatedModel> baseline(ModelEvaluator evaluator, StudyRow row, EvaluatedModel best)
            throws IOException, InterruptedException {
        if (baselineFolder == null) {
            return evaluator.baseline(best);
        }
        try (TrialModel model = RefitFolder.model(baselineFolder, row)) {
            return Optional.of(evaluator.evaluate(model));
        }
    }

    private void writePage(ErrorReport errors, EvaluatedModel best) throws IOException {
        String summary = "%s%s, on %s: accuracy %s."
                .formatted(
                        best.name(),
                        augmentation.describe(),
                        images.count(best.evaluation().images()),
                        TextFormat.number(best.evaluation().accuracy()));
        WholeFile.write(page, file -> Files.writeString(file, errors.html("Errors of " + study.name(), summary)));
    }

    private Map<String, Object> json(EvaluatedModel best, Optional<EvaluatedModel> baseline, ErrorReport errors) {
        Map<String, Object> json = Json.object("study", study.name());
        json.putAll(json(best));
        json.put("confusion", best.evaluation().confusion());
        json.put("errors", errors.json());
        json.put("start_with", baseline.map(EvaluateCommand::json));
        return json;
    }

    private static Map<String, Object> json(EvaluatedModel model) {
        Evaluation evaluation = model.evaluation();
        List<Object> classes = new ArrayList<>();
        for (Evaluation.ClassMetrics one : evaluation.classes()) {
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
                model.trial(),
                "epoch",
                model.epoch(),
                "refit",
                model.refit(),
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

    private void print(EvaluatedModel best, Optional<EvaluatedModel> baseline, ErrorReport errors) {
        Evaluation evaluation = best.evaluation();
        output.line("%s: %s%s, on %s"
                .formatted(study.name(), best.name(), augmentation.describe(), images.count(evaluation.images())));
        output.line("");
        output.line("accuracy  %s  (95 %% confidence: %s to %s)"
                .formatted(
                        TextFormat.number(evaluation.accuracy()),
                        TextFormat.number(evaluation.interval().low()),
                        TextFormat.number(evaluation.interval().high())));
        output.line("log loss  " + TextFormat.number(evaluation.logLoss()));
        output.line("AUC       " + TextFormat.number(evaluation.auc()) + "  (one versus rest, macro average)");
        baseline.ifPresent(first -> compare(best, first));
        output.line("");
        output.table(classes(evaluation, baseline));
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

    private void compare(EvaluatedModel best, EvaluatedModel baseline) {
        McNemarTest comparison = McNemarTest.of(best.predictions(), baseline.predictions());
        output.line("");
        output.line("Baseline, %s: accuracy %s, log loss %s"
                .formatted(
                        baseline.name(),
                        TextFormat.number(baseline.evaluation().accuracy()),
                        TextFormat.number(baseline.evaluation().logLoss())));
        output.line("Only %s is right on %s, only %s on %s."
                .formatted(
                        nameOf(best),
                        TextFormat.count(comparison.onlyFirst(), "image"),
                        nameOf(baseline),
                        TextFormat.count(comparison.onlySecond(), "image")));
        if (best.refit() && !baseline.refit()) {
            output.line(
                    "The refit was trained on more images than the baseline: on the validation images, too. To compare"
                            + " both"
                            + " fairly, run `sextant refit %s --trial %d --to DIR` and add --baseline DIR."
                                    .formatted(study.name(), baseline.trial()));
        }
    }

    private static String nameOf(EvaluatedModel model) {
        return (model.refit() ? "the refit of trial " : "trial ") + model.trial();
    }

    private static Table classes(Evaluation evaluation, Optional<EvaluatedModel> baseline) {
        Table table = baseline.isPresent()
                ? Table.of("class", "images", "precision", "recall", "F1", "AUC", "baseline F1")
                : Table.of("class", "images", "precision", "recall", "F1", "AUC");
        for (int label = 0; label < evaluation.classes().size(); label++) {
            Evaluation.ClassMetrics one = evaluation.classes().get(label);
            List<Object> cells = new ArrayList<>(List.of(
                    one.name(),
                    one.support(),
                    TextFormat.number(one.precision()),
                    TextFormat.number(one.recall()),
                    TextFormat.number(one.f1()),
                    TextFormat.number(one.auc())));
            if (baseline.isPresent()) {
                cells.add(TextFormat.number(
                        baseline.get().evaluation().classes().get(label).f1()));
            }
            table.row(cells.toArray());
        }
        return table;
    }
}
