package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.EvaluationImagesOption;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.option.TestTimeAugmentationOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.EnsembleEvaluation;
import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.model.ModelEvaluator;
import dev.sextant.coordinator.report.PredictionTable;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.inference.Ensemble;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.McNemarTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant ensemble}. */
@Command(
        name = "ensemble",
        description = {
            "Evaluate an ensemble of the best trials' models, or of those of given trials.",
            "",
            "Compares the ensemble with each of its members. The trials were selected on their validation images, so"
                    + " only other images (--test, --data) give an unbiased figure."
        },
        footer = {
            "",
            "Examples:",
            "  sextant ensemble cars-resnet18 --top 5",
            "  sextant ensemble cars-resnet18 --trial 12,7,1",
            "  sextant ensemble cars-resnet18 --top 5 --vote majority --data photographs/sorted --to predictions.csv"
        })
public final class EnsembleCommand implements Callable<Integer> {
    private static final int DEFAULT_TOP = 5;

    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Number of best trials in the ensemble. Default: " + DEFAULT_TOP + ".")
    private Integer top;

    @Option(
            names = "--trial",
            paramLabel = "N",
            split = ",",
            description = "Number of a trial in the ensemble, instead of the best trials. Separate several by commas.")
    private List<Integer> trials = new ArrayList<>();

    @Option(
            names = "--vote",
            paramLabel = "METHOD",
            defaultValue = "mean",
            description =
                    "Combination of the predictions: mean of the probabilities or majority of the classes. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Ensemble vote;

    @Mixin
    private final EvaluationImagesOption images;

    @Mixin
    private final TestTimeAugmentationOption augmentation = new TestTimeAugmentationOption();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Also write the ensemble's predictions to a table, like predict.")
    private Path file;

    public EnsembleCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
        this.images = new EvaluationImagesOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        images.check();
        check();
        EnsembleEvaluation ensemble = EnsembleEvaluation.of(members(), vote);
        if (file != null) {
            PredictionTable.write(file, ensemble.predictions());
        }
        if (output.isJson()) {
            output.json(json(ensemble));
        } else {
            print(ensemble);
        }
        return ExitCode.DONE;
    }

    private void check() {
        if (top != null && !trials.isEmpty()) {
            throw new UsageException("--top and --trial cannot be combined. Give one of them.");
        }
        if (top != null && top < 2) {
            throw new UsageException(
                    "--top (" + top + ") must be at least 2. Use `sextant evaluate` for a single trial.");
        }
        if (trials.size() == 1) {
            throw new UsageException("--trial (" + trials.get(0)
                    + ") must name at least 2 trials, e.g. --trial 5,1. Use `sextant evaluate` for a single trial.");
        }
        Set<Integer> distinct = new HashSet<>();
        for (int trial : trials) {
            if (!distinct.add(trial)) {
                throw new UsageException("--trial names trial " + trial + " twice. Remove one of them.");
            }
        }
    }

    private List<EvaluatedModel> members() throws IOException, InterruptedException {
        int views = augmentation.count();
        try (ProgressLine progress = new ProgressLine(console);
                DatabaseSession session = database.openAsIs()) {
            progress.showUnless(output.isJson());
            images.printTo(progress::print);
            ModelEvaluator evaluator = new ModelEvaluator(
                    session.database(),
                    study.find(session.database()),
                    console.home().folder(),
                    views,
                    images::predict,
                    progress::print);
            if (!trials.isEmpty()) {
                return evaluator.trials(trials);
            }
            List<EvaluatedModel> members = evaluator.leaders(top == null ? DEFAULT_TOP : top);
            if (members.size() < 2) {
                throw new CommandException("Only " + TextFormat.count(members.size(), "model")
                        + " of the best trials of " + study.name() + " can be read, but an ensemble needs two");
            }
            return members;
        }
    }

    private Map<String, Object> json(EnsembleEvaluation ensemble) {
        Evaluation evaluation = ensemble.evaluation();
        return Json.object(
                "study",
                study.name(),
                "vote",
                vote.toString(),
                "images",
                evaluation.images(),
                "members",
                ensemble.members().stream()
                        .map(member -> Json.object(
                                "trial",
                                member.trial(),
                                "epoch",
                                member.epoch(),
                                "accuracy",
                                member.evaluation().accuracy(),
                                "log_loss",
                                member.evaluation().logLoss(),
                                "auc",
                                member.evaluation().auc()))
                        .toList(),
                "accuracy",
                evaluation.accuracy(),
                "log_loss",
                ensemble.logLoss(),
                "auc",
                evaluation.auc(),
                "best_member",
                ensemble.best().trial(),
                "only_ensemble_right",
                ensemble.comparison().onlyFirst(),
                "only_best_right",
                ensemble.comparison().onlySecond(),
                "chance",
                ensemble.comparison().pValue(),
                "helps",
                ensemble.helps());
    }

    private void print(EnsembleEvaluation ensemble) {
        Evaluation evaluation = ensemble.evaluation();
        output.line("%s: %s trials, %s%s, on %s"
                .formatted(
                        study.name(),
                        ensemble.members().size(),
                        vote == Ensemble.MEAN ? "mean of their probabilities" : "majority of their classes",
                        augmentation.describe(),
                        images.count(evaluation.images())));
        output.line("");
        Table table = Table.of("", ">accuracy", ">log loss", ">AUC");
        for (EvaluatedModel member : ensemble.members()) {
            row(
                    table,
                    "trial " + member.trial(),
                    member.evaluation(),
                    Optional.of(member.evaluation().logLoss()));
        }
        row(table, "ensemble", evaluation, ensemble.logLoss());
        output.table(table);
        output.line("");
        output.line(verdict(ensemble));
        if (file != null) {
            output.line("Wrote " + file);
        }
        output.next(NextStep.afterEnsemble(study.name()));
    }

    private static void row(Table table, String name, Evaluation evaluation, Optional<Double> logLoss) {
        table.row(
                name,
                TextFormat.number(evaluation.accuracy()),
                logLoss.map(TextFormat::number).orElse(TextFormat.NOTHING),
                TextFormat.number(evaluation.auc()));
    }

    private static String verdict(EnsembleEvaluation ensemble) {
        double points = ensemble.pointsGained();
        McNemarTest comparison = ensemble.comparison();
        String counts = "only the ensemble is right on %s, only the trial on %d"
                .formatted(TextFormat.count(comparison.onlyFirst(), "image"), comparison.onlySecond());
        if (points <= 0) {
            return "The ensemble does not help: it is %s the best trial, %d (%s)."
                    .formatted(
                            points == 0 ? "no better than" : TextFormat.number(-points) + " points worse than",
                            ensemble.best().trial(),
                            counts);
        }
        return "The ensemble is %s points better than the best trial, %d (%s)%s."
                .formatted(
                        TextFormat.number(points),
                        ensemble.best().trial(),
                        counts,
                        ensemble.isSignificant()
                                ? ""
                                : "; the difference may be chance (p = " + TextFormat.number(comparison.pValue())
                                        + ")");
    }
}
