package dev.sextant.coordinator.report;

import dev.sextant.coordinator.model.ComparedModel;
import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.text.Json;
import dev.sextant.worker.image.inference.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evaluation of a model as JSON. */
public final class EvaluationJson {
    private EvaluationJson() {}

    /** Returns the metrics of a model and its baseline, its confusion matrix and its errors. */
    public static Map<String, Object> of(String study, ComparedModel compared, ErrorReport errors) {
        Map<String, Object> json = Json.object("study", study);
        json.putAll(json(compared.model()));
        json.put("confusion", compared.model().evaluation().confusion());
        json.put("errors", errors.json());
        json.put("start_with", compared.baseline().map(EvaluationJson::baseline));
        json.put("tta", compared.oneView().map(EvaluationJson::json));
        return json;
    }

    private static Map<String, Object> baseline(EvaluatedModel model) {
        Map<String, Object> json = json(model);
        json.put("confusion", model.evaluation().confusion());
        json.put("errors", new ErrorReport(model, Optional.empty()).json());
        return json;
    }

    private static Map<String, Object> json(EvaluatedModel model) {
        Evaluation evaluation = model.evaluation();
        List<Map<String, Object>> classes =
                evaluation.classes().stream().map(EvaluationJson::json).toList();
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

    private static Map<String, Object> json(Evaluation.ClassMetrics one) {
        return Json.object(
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
                one.auc());
    }

    private static Map<String, Object> json(ComparedModel.OneView oneView) {
        Evaluation evaluation = oneView.model().evaluation();
        return Json.object(
                "views",
                oneView.views(),
                "accuracy_without",
                evaluation.accuracy(),
                "log_loss_without",
                evaluation.logLoss(),
                "auc_without",
                evaluation.auc(),
                "accuracy_gain",
                oneView.accuracyGain(),
                "standard_error",
                oneView.standardError());
    }
}
