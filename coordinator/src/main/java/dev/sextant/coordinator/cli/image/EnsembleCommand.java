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
import dev.sextant.worker.image.inference.McNemarTest;
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
            "Ask the models of the best trials together, and measure what that brings: on the images that validated them, or",
            "on others. Trials were chosen by the former, so that only others give an honest figure."
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
            description = "How many trials, the best first. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(
            names = "--vote",
            paramLabel = "HOW",
            defaultValue = "mean",
            description =
                    "${COMPLETION-CANDIDATES}: of their probabilities, or of their classes. Default: ${DEFAULT-VALUE}.")
    private Ensemble vote;

    @Mixin
    private final EvaluationImagesOption asked;

    @Mixin
    private final TestTimeAugmentationOption views = new TestTimeAugmentationOption();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Also write the ensemble's predictions of these images, as predict does.")
    private Path file;

    public EnsembleCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
        this.asked = new EvaluationImagesOption(console);
    }

    /** One trial's answers. */
    private record Member(int trial, int epoch, Predictions answers, Evaluation evaluation) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        asked.check();
        views.count();
        if (top < 2) {
            throw new UsageException("--top (" + top + ") must be at least 2; `sextant evaluate` measures one trial");
        }
        List<Member> members = members();
        if (members.size() < 2) {
            throw new CommandException("Of the best trials of " + study.name() + " only " + members.size()
                    + " can be asked; an ensemble needs two");
        }
        Predictions together = together(members);
        if (file != null) {
            PredictionTable.write(file, together.classes(), table -> {
                for (int image = 0; image < together.images().size(); image++) {
                    table.add(
                            together.images().get(image).path(),
                            together.predicted(image),
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
                        SavedClassifier classifier = model.open(views.count())) {
                    Predictions answers = asked.ask(classifier);
                    members.add(new Member(leader.trial(), model.epoch(), answers, answers.evaluation()));
                } catch (CheckpointException e) {
                    console.err().println("without trial " + leader.trial() + ": " + e.getMessage());
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
                    "The best trials of " + study.name() + " did not validate on the same images (their fold differs);"
                            + " ask them about others by --data",
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
        McNemarTest comparison = McNemarTest.of(together, best.answers());
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
                comparison.pValue(),
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
                        views.describe(),
                        asked.count(evaluation.images())));
        output.line("");
        Table table = Table.of("", ">accuracy", ">log loss", ">AUC");
        for (Member member : members) {
            row(
                    table,
                    "trial " + member.trial(),
                    member.evaluation(),
                    Optional.of(member.evaluation().logLoss()));
        }
        row(table, "together", evaluation, logLoss(evaluation));
        output.table(table);
        output.line("");
        output.line(verdict(best(members), together, evaluation));
        if (file != null) {
            output.line("wrote " + file);
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
        McNemarTest comparison = McNemarTest.of(together, best.answers());
        String counts = "it alone is right on %s, the trial alone on %d"
                .formatted(TextFormat.count(comparison.onlyFirst(), "image"), comparison.onlySecond());
        if (points <= 0) {
            return "The ensemble does not help: it is %s trial %d, the best (%s)."
                    .formatted(
                            points == 0 ? "no better than" : TextFormat.number(-points) + " points worse than",
                            best.trial(),
                            counts);
        }
        return "The ensemble is %s points better than trial %d, the best (%s)%s."
                .formatted(
                        TextFormat.number(points),
                        best.trial(),
                        counts,
                        comparison.pValue() < UNLIKELY
                                ? ""
                                : "; so few may be chance (p = " + TextFormat.number(comparison.pValue()) + ")");
    }
}
