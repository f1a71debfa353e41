package dev.sextant.coordinator.model;

import dev.sextant.coordinator.study.BaselineTrial;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.image.inference.Predictions;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Evaluates models of a study on the same images. Used by one thread.
 *
 * <pre>{@code
 * ModelEvaluator evaluator = new ModelEvaluator(database, study, home, 8, images::predict, notices);
 * ComparedModel compared = evaluator.compare(model);
 * }</pre>
 */
public final class ModelEvaluator {
    private final Database database;
    private final StudyRow study;
    private final Path home;
    private final int views;
    private final Predictor predictor;
    private final Consumer<String> notices;

    /**
     * @param home Sextant's folder
     * @param views number of views of each image whose probabilities are averaged
     * @param predictor predicts the images of the evaluation
     * @param notices receives a message for each model that cannot be evaluated
     */
    public ModelEvaluator(
            Database database, StudyRow study, Path home, int views, Predictor predictor, Consumer<String> notices) {
        this.database = database;
        this.study = study;
        this.home = home;
        this.views = views;
        this.predictor = predictor;
        this.notices = notices;
    }

    /** Predicts the images of an evaluation with a classifier. */
    @FunctionalInterface
    public interface Predictor {
        /** Returns the predictions of all images. */
        Predictions predict(SavedClassifier classifier) throws IOException, InterruptedException;
    }

    /** Evaluates a model. */
    public EvaluatedModel evaluate(TrialModel model) throws IOException, InterruptedException {
        return evaluate(model, views);
    }

    /** Evaluates a model, the same model without test-time augmentation, and the baseline of the study. */
    public ComparedModel compare(TrialModel model) throws IOException, InterruptedException {
        EvaluatedModel evaluated = evaluate(model);
        return new ComparedModel(evaluated, oneView(model, evaluated), baseline(evaluated));
    }

    /** Evaluates a model, the same model without test-time augmentation, and another model as the baseline. */
    public ComparedModel compare(TrialModel model, TrialModel baseline) throws IOException, InterruptedException {
        EvaluatedModel evaluated = evaluate(model);
        return new ComparedModel(evaluated, oneView(model, evaluated), Optional.of(evaluate(baseline)));
    }

    private Optional<ComparedModel.OneView> oneView(TrialModel model, EvaluatedModel evaluated)
            throws IOException, InterruptedException {
        return views == 1
                ? Optional.empty()
                : Optional.of(ComparedModel.OneView.of(evaluated, views, evaluate(model, 1)));
    }

    private EvaluatedModel evaluate(TrialModel model, int views) throws IOException, InterruptedException {
        try (SavedClassifier classifier = model.open(views)) {
            Predictions predictions = predictor.predict(classifier);
            return new EvaluatedModel(
                    model.trial(),
                    model.epoch(),
                    model.describe(),
                    model.refit(),
                    predictions,
                    predictions.evaluation());
        }
    }

    /**
     * Evaluates the baseline of the study for a comparison with another model.
     *
     * @return empty if there is no other model of a baseline, its file is gone, or it has other validation images
     */
    private Optional<EvaluatedModel> baseline(EvaluatedModel compared) throws IOException, InterruptedException {
        Optional<BaselineTrial> found = BaselineTrial.find(database, study.spec());
        if (found.isEmpty() || (found.get().trial() == compared.trial() && !compared.refit())) {
            return Optional.empty();
        }
        BaselineTrial trial = found.get();
        try (TrialModel model = TrialModel.of(database, study, trial.trial(), trial.epoch(), trial.params(), home)) {
            EvaluatedModel baseline = evaluate(model);
            if (baseline.hasSameImages(compared)) {
                return Optional.of(baseline);
            }
            notices.accept("No comparison with the baseline: trial " + trial.trial() + " has other validation images");
        } catch (ModelException | CheckpointException e) {
            notices.accept("No comparison with the baseline: " + e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * Evaluates the best trials whose checkpoints can be read, the best first.
     *
     * @param limit maximum number of trials
     * @throws ModelException if no trial has a value
     */
    public List<EvaluatedModel> leaders(int limit) throws IOException, InterruptedException {
        List<EvaluatedModel> models = new ArrayList<>();
        for (LeaderboardRow leader : TrialModel.leaders(database, study, limit)) {
            try (TrialModel model =
                    TrialModel.of(database, study, leader.trial(), leader.epoch(), leader.params(), home)) {
                models.add(evaluate(model));
            } catch (CheckpointException e) {
                notices.accept("Skipping trial " + leader.trial() + ": " + e.getMessage());
            }
        }
        return models;
    }

    /**
     * Evaluates trials, in the given order.
     *
     * @param numbers numbers that the user gave as {@code --trial}
     * @throws ModelException if there is no such trial, or it has no checkpoint
     */
    public List<EvaluatedModel> trials(Collection<Integer> numbers) throws IOException, InterruptedException {
        List<EvaluatedModel> models = new ArrayList<>();
        for (int number : numbers) {
            try (TrialModel model = TrialModel.of(database, study, number, home)) {
                models.add(evaluate(model));
            }
        }
        return models;
    }
}
