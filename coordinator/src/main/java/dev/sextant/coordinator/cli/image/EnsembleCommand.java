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
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.image.inference.Comparison;
import dev.sextant.worker.image.inference.Ensemble;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.Predictions;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant ensemble}. */
@Command(
        name = "ensemble",
        description = {
            "Evaluate an ensemble of the best trials' models.",
            "",
            "Compares the ensemble with each of its members. The trials were selected on their validation images, so only"
                    + " other images (--test, --data) give an unbiased figure."
        },
        footer = {
            "",
            "Examples:",
            "  sextant ensemble cars-resnet18 --top 5",
            "  sextant ensemble cars-resnet18 --top 5 --vote majority --data photographs/sorted --to predictions.csv"
        })
public final class EnsembleCommand implements Callable<Integer> {
    /** Below this, chance seldom makes two classifiers differ so much. */
    private static final double UNLIKELY = 0.05;

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
            defaultValue = "5",
            description = "Number of best trials in the ensemble. Default: ${DEFAULT-VALUE}.")
    private int top;

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

    /** One trial's answers. */
    private record Member(int trial, int epoch, Predictions answers, Evaluation evaluation) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        images.check();
        augmentation.count();
        if (top < 2) {
            throw new UsageException(
                    "--top (" + top + ") must be at least 2. Use `sextant evaluate` for a single trial.");
        }
        List<Member> members = members();
        if (members.size() < 2) {
            throw new CommandException("Only " + TextFormat.count(members.size(), "model") + " of the best trials of "
                    + study.name() + " can be read, but an ensemble needs two");
        }
        Predictions together = together(members);
        if (file != null) {
            PredictionTable.write(file, together.classes(), table -> {
                for (int image = 0; image < together.images().size(); image++) {
                    table.add(
                            together.images().get(image).path(),
                            together.takenFor(image),
                            together.probabilities()[image]);
                }
            });
        }
        if (output.isJson()) {
            output.json(json(members, together));
        } else {
            print(members, together);
        }
        return ExitCode.DONE;
    }

    private List<Member> members() throws IOException, InterruptedException {
        List<Member> members = new ArrayList<>();
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            for (LeaderboardRow leader : TrialModel.leaders(session.database(), row, top)) {
                try (TrialModel model = TrialModel.of(
                                session.database(),
                                row,
                                leader.trial(),
                                leader.epoch(),
                                leader.params(),
                                console.home().folder());
                        SavedClassifier classifier = model.open(augmentation.count())) {
                    Predictions answers = images.predict(classifier);
                    members.add(new Member(leader.trial(), model.epoch(), answers, answers.evaluation()));
                } catch (CheckpointException e) {
                    console.err().println("Skipping trial " + leader.trial() + ": " + e.getMessage());
                }
            }
        }
        return members;
    }

    private Predictions together(List<Member> members) {
        try {
            return vote.of(members.stream().map(Member::answers).toList());
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "The best trials of " + study.name() + " have different validation images, as their fold differs."
                            + " Give other images with --data.",
                    e);
        }
    }

    private static Member best(List<Member> members) {
        return members.stream()
                .max(Comparator.comparingDouble(
                                (Member member) -> member.evaluation().accuracy())
                        .thenComparing(Comparator.comparingDouble(
                                        (Member member) -> member.evaluation().logLoss())
                                .reversed()))
                .orElseThrow();
    }

    /** Of votes it says nothing. */
    private Optional<Double> logLoss(Evaluation together) {
        return vote == Ensemble.MEAN ? Optional.of(together.logLoss()) : Optional.empty();
    }

    private Map<String, Object> json(List<Member> members, Predictions together) {
        Evaluation evaluation = together.evaluation();
        Member best = best(members);
        Comparison comparison = Comparison.of(together, best.answers());
        return Json.object(
                "study",
                study.name(),
                "vote",
                vote.toString(),
                "images",
                evaluation.images(),
                "members",
                members.stream()
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
                logLoss(evaluation),
                "auc",
                evaluation.auc(),
                "best_member",
                best.trial(),
                "only_ensemble_right",
                comparison.onlyFirst(),
                "only_best_right",
                comparison.onlySecond(),
                "chance",
                comparison.chance(),
                "helps",
                evaluation.accuracy() > best.evaluation().accuracy());
    }

    private void print(List<Member> members, Predictions together) {
        Evaluation evaluation = together.evaluation();
        output.line("%s: %s trials, %s%s, on %s"
                .formatted(
                        study.name(),
                        members.size(),
                        vote == Ensemble.MEAN ? "mean of their probabilities" : "majority of their classes",
                        augmentation.describe(),
                        images.count(evaluation.images())));
        output.line("");
        Table table = Table.of("", ">accuracy", ">log loss", ">AUC");
        for (Member member : members) {
            row(
                    table,
                    "trial " + member.trial(),
                    member.evaluation(),
                    Optional.of(member.evaluation().logLoss()));
        }
        row(table, "ensemble", evaluation, logLoss(evaluation));
        output.table(table);
        output.line("");
        output.line(verdict(best(members), together, evaluation));
        if (file != null) {
            output.line("Wrote " + file);
        }
    }

    private static void row(Table table, String name, Evaluation evaluation, Optional<Double> logLoss) {
        table.row(
                name,
                TextFormat.number(evaluation.accuracy()),
                logLoss.map(TextFormat::number).orElse(TextFormat.NOTHING),
                TextFormat.number(evaluation.auc()));
    }

    private static String verdict(Member best, Predictions together, Evaluation evaluation) {
        double points = 100 * (evaluation.accuracy() - best.evaluation().accuracy());
        Comparison comparison = Comparison.of(together, best.answers());
        String counts = "only the ensemble is right on %s, only the trial on %d"
                .formatted(TextFormat.count(comparison.onlyFirst(), "image"), comparison.onlySecond());
        if (points <= 0) {
            return "The ensemble does not help: it is %s the best trial, %d (%s)."
                    .formatted(
                            points == 0 ? "no better than" : TextFormat.number(-points) + " points worse than",
                            best.trial(),
                            counts);
        }
        return "The ensemble is %s points better than the best trial, %d (%s)%s."
                .formatted(
                        TextFormat.number(points),
                        best.trial(),
                        counts,
                        comparison.chance() < UNLIKELY
                                ? ""
                                : "; the difference may be chance (p = " + TextFormat.number(comparison.chance())
                                        + ")");
    }
}
