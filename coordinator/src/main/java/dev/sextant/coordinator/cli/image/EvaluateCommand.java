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
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.model.ComparedModel;
import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.model.ModelEvaluator;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.refit.RefitFolder;
import dev.sextant.coordinator.report.ErrorReport;
import dev.sextant.coordinator.report.EvaluationJson;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.EvaluationRow;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
            "  sextant evaluate cars-resnet18 --trial 7",
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
            description = "Also write a self-contained HTML page of the errors with their images, beside those of the"
                    + " baseline.")
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
        modelOption.check();
        ComparedModel compared;
        ErrorReport errors;
        try (ProgressLine progress = new ProgressLine(console);
                DatabaseSession session = database.openAsIs()) {
            progress.showUnless(output.isJson());
            images.printTo(progress::print);
            StudyRow row = study.find(session.database());
            Path home = console.home().folder();
            ModelEvaluator evaluator = new ModelEvaluator(
                    session.database(), row, home, augmentation.count(), images::predict, progress::print);
            try (TrialModel model = modelOption.model(session.database(), row, home)) {
                compared = compare(evaluator, row, model);
            }
            errors = new ErrorReport(compared.model(), compared.baseline());
            keep(session.database(), row, compared, errors, progress::print);
        }
        if (page != null) {
            writePage(errors, compared.model());
        }
        if (output.isJson()) {
            output.json(EvaluationJson.of(study.name(), compared, errors));
        } else {
            print(compared, errors);
            output.next(NextStep.afterEvaluate(study.name(), compared.model().refit()));
        }
        return ExitCode.DONE;
    }

    /** Keeps the result for the dashboard. Who may only read the database can evaluate, too. */
    private void keep(
            Database open, StudyRow row, ComparedModel compared, ErrorReport errors, Consumer<String> notices) {
        EvaluatedModel model = compared.model();
        images.setOfStudy().ifPresent(set -> {
            String result = Json.line(EvaluationJson.of(study.name(), compared, errors));
            try {
                open.studies()
                        .keep(
                                row,
                                new EvaluationRow(
                                        set,
                                        model.trial(),
                                        model.refit(),
                                        augmentation.count(),
                                        model.epoch(),
                                        result));
            } catch (DatabaseException e) {
                notices.accept("The dashboard will not show this evaluation: " + e.getMessage());
            }
        });
    }

    private ComparedModel compare(ModelEvaluator evaluator, StudyRow row, TrialModel model)
            throws IOException, InterruptedException {
        if (baselineFolder == null) {
            return evaluator.compare(model);
        }
        try (TrialModel baseline = RefitFolder.model(baselineFolder, row)) {
            return evaluator.compare(model, baseline);
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

    private void print(ComparedModel compared, ErrorReport errors) {
        EvaluatedModel model = compared.model();
        output.line("%s: %s%s, on %s"
                .formatted(
                        study.name(),
                        model.name(),
                        augmentation.describe(),
                        images.count(model.evaluation().images())));
        output.line("");
        EvaluationText text = new EvaluationText(study.name(), compared);
        output.lines(text.metrics());
        output.line("");
        output.table(text.classes());
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
}
