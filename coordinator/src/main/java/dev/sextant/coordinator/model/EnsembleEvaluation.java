package dev.sextant.coordinator.model;

import dev.sextant.worker.image.inference.Ensemble;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.McNemarTest;
import dev.sextant.worker.image.inference.Predictions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An ensemble of models compared with the best of its members.
 *
 * @param best the member with the highest accuracy, and among those the lowest log loss
 * @param comparison images that only the ensemble or only the best member classifies correctly
 */
public record EnsembleEvaluation(
        Ensemble vote,
        List<EvaluatedModel> members,
        Predictions predictions,
        Evaluation evaluation,
        EvaluatedModel best,
        McNemarTest comparison) {
    /** Differences of this or a greater p-value may be chance. */
    private static final double SIGNIFICANCE_LEVEL = 0.05;

    public EnsembleEvaluation {
        members = List.copyOf(members);
    }

    /**
     * Combines the predictions of models.
     *
     * @param members at least two
     * @throws ModelException if they were evaluated on different images
     */
    public static EnsembleEvaluation of(List<EvaluatedModel> members, Ensemble vote) {
        Predictions predictions;
        try {
            predictions =
                    vote.of(members.stream().map(EvaluatedModel::predictions).toList());
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    "The trials have different validation images, as their fold differs. Give other images with"
                            + " --data.",
                    e);
        }
        EvaluatedModel best = best(members);
        return new EnsembleEvaluation(
                vote,
                members,
                predictions,
                predictions.evaluation(),
                best,
                McNemarTest.of(predictions, best.predictions()));
    }

    private static EvaluatedModel best(List<EvaluatedModel> members) {
        return members.stream()
                .max(Comparator.comparingDouble(
                                (EvaluatedModel member) -> member.evaluation().accuracy())
                        .thenComparing(Comparator.comparingDouble((EvaluatedModel member) ->
                                        member.evaluation().logLoss())
                                .reversed()))
                .orElseThrow();
    }

    /** Returns the log loss of the averaged probabilities; empty for majority votes, which are no probabilities. */
    public Optional<Double> logLoss() {
        return vote == Ensemble.MEAN ? Optional.of(evaluation.logLoss()) : Optional.empty();
    }

    /** Returns by how many percentage points of accuracy the ensemble is better than its best member. */
    public double pointsGained() {
        return 100 * (evaluation.accuracy() - best.evaluation().accuracy());
    }

    /** Returns whether the ensemble is better than its best member. */
    public boolean helps() {
        return evaluation.accuracy() > best.evaluation().accuracy();
    }

    /** Returns whether the difference from the best member is unlikely to be chance (5 % level). */
    public boolean isSignificant() {
        return comparison.pValue() < SIGNIFICANCE_LEVEL;
    }
}
