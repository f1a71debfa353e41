package dev.sextant.coordinator.cli;

import dev.sextant.sql.StudyRow;
import dev.sextant.worker.image.Evaluation;
import dev.sextant.worker.image.SavedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sextant evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Measure the best trial's model on the images that validated it: accuracy, log loss, AUC, and precision, recall,",
            "F1 of each class; with --json also the confusion matrix."
        },
        footer = {"", "Examples:", "  sextant evaluate cars-resnet18", "  sextant evaluate cars-resnet18 --json"})
final class EvaluateCommand implements Callable<Integer> {
    /** Confusions shown: the commonest. */
    private static final int SHOWN = 10;

    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    EvaluateCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            try (BestModel model = BestModel.fetch(
                            session.database(), row, console.home().folder());
                    SavedClassifier classifier = model.open()) {
                Evaluation evaluation = classifier.evaluate(Runtime.getRuntime().availableProcessors());
                if (output.isJson()) {
                    output.json(json(model, evaluation));
                } else {
                    print(model, evaluation);
                }
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }
        return ExitCode.DONE;
    }

    private Map<String, Object> json(BestModel model, Evaluation evaluation) {
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
                "study",
                study.name(),
                "trial",
                model.trial(),
                "epoch",
                model.checkpoint().epoch(),
                "images",
                evaluation.images(),
                "accuracy",
                evaluation.accuracy(),
                "log_loss",
                evaluation.logLoss(),
                "auc",
                evaluation.auc(),
                "classes",
                classes,
                "confusion",
                evaluation.confusion());
    }

    private void print(BestModel model, Evaluation evaluation) {
        output.line("%s: %s, on %s"
                .formatted(study.name(), model.describe(), Words.count(evaluation.images(), "validation image")));
        output.line("");
        output.line("accuracy  " + Words.number(evaluation.accuracy()));
        output.line("log loss  " + Words.number(evaluation.logLoss()));
        output.line("AUC       " + Words.number(evaluation.auc()) + "  (one class against the rest, mean)");
        output.line("");
        Table table = Table.of("class", "images", "precision", "recall", "F1", "AUC");
        for (Evaluation.OfClass one : evaluation.classes()) {
            table.row(
                    one.name(),
                    String.valueOf(one.support()),
                    Words.number(one.precision()),
                    Words.number(one.recall()),
                    Words.number(one.f1()),
                    Words.number(one.auc()));
        }
        output.table(table);
        List<Confusion> confusions = confusions(evaluation);
        if (!confusions.isEmpty()) {
            output.line("");
            Table confused = Table.of("is", "taken for", "images");
            confusions.forEach(one -> confused.row(one.is(), one.takenFor(), String.valueOf(one.images())));
            output.table(confused);
        }
    }

    private record Confusion(String is, String takenFor, int images) {}

    /** The commonest first. */
    private static List<Confusion> confusions(Evaluation evaluation) {
        List<Confusion> confusions = new ArrayList<>();
        for (int is = 0; is < evaluation.classes().size(); is++) {
            for (int takenFor = 0; takenFor < evaluation.classes().size(); takenFor++) {
                int images = evaluation.confusion().get(is).get(takenFor);
                if (is != takenFor && images > 0) {
                    confusions.add(new Confusion(
                            evaluation.classes().get(is).name(),
                            evaluation.classes().get(takenFor).name(),
                            images));
                }
            }
        }
        confusions.sort(Comparator.comparingInt(Confusion::images).reversed());
        return confusions.subList(0, Math.min(SHOWN, confusions.size()));
    }
}
