package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.model.ComparedModel;
import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.McNemarTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation of a model as text.
 *
 * @param study name of the study
 */
record EvaluationText(String study, ComparedModel compared) {
    /** Formats the metrics of the model, of the same model without test-time augmentation, and of the baseline. */
    List<String> metrics() {
        Evaluation evaluation = compared.model().evaluation();
        List<String> lines = new ArrayList<>();
        lines.add("accuracy  %s  (95 %% confidence: %s to %s)"
                .formatted(
                        TextFormat.number(evaluation.accuracy()),
                        TextFormat.number(evaluation.interval().low()),
                        TextFormat.number(evaluation.interval().high())));
        lines.add("log loss  " + TextFormat.number(evaluation.logLoss()));
        lines.add("AUC       " + TextFormat.number(evaluation.auc()) + "  (one versus rest, macro average)");
        compared.oneView().ifPresent(oneView -> lines.addAll(views(oneView)));
        compared.baseline().ifPresent(baseline -> lines.addAll(baseline(baseline)));
        return lines;
    }

    private static List<String> views(ComparedModel.OneView oneView) {
        Evaluation evaluation = oneView.model().evaluation();
        double gain = oneView.accuracyGain();
        return List.of(
                "",
                "Without test-time augmentation: accuracy %s, log loss %s, AUC %s"
                        .formatted(
                                TextFormat.number(evaluation.accuracy()),
                                TextFormat.number(evaluation.logLoss()),
                                TextFormat.number(evaluation.auc())),
                "With it the accuracy is %s (standard error of the difference: %s)."
                        .formatted(
                                gain == 0
                                        ? "the same"
                                        : TextFormat.number(Math.abs(gain)) + (gain > 0 ? " higher" : " lower"),
                                TextFormat.number(oneView.standardError())));
    }

    private List<String> baseline(EvaluatedModel baseline) {
        EvaluatedModel model = compared.model();
        McNemarTest comparison = McNemarTest.of(model.predictions(), baseline.predictions());
        List<String> lines = new ArrayList<>(List.of(
                "",
                "Baseline, %s: accuracy %s, log loss %s"
                        .formatted(
                                baseline.name(),
                                TextFormat.number(baseline.evaluation().accuracy()),
                                TextFormat.number(baseline.evaluation().logLoss())),
                "Only %s is right on %s, only %s on %s."
                        .formatted(
                                nameOf(model),
                                TextFormat.count(comparison.onlyFirst(), "image"),
                                nameOf(baseline),
                                TextFormat.count(comparison.onlySecond(), "image"))));
        if (model.refit() && !baseline.refit()) {
            lines.add(
                    "The refit was trained on more images than the baseline: on the validation images, too. To compare both"
                            + " fairly, run `sextant refit %s --trial %d --to DIR` and add --baseline DIR."
                                    .formatted(study, baseline.trial()));
        }
        return lines;
    }

    private static String nameOf(EvaluatedModel model) {
        return (model.refit() ? "the refit of trial " : "trial ") + model.trial();
    }

    /** Returns the metrics of each class. */
    Table classes() {
        Evaluation evaluation = compared.model().evaluation();
        Optional<Evaluation> baseline = compared.baseline().map(EvaluatedModel::evaluation);
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
                cells.add(TextFormat.number(baseline.get().classes().get(label).f1()));
            }
            table.row(cells.toArray());
        }
        return table;
    }
}
