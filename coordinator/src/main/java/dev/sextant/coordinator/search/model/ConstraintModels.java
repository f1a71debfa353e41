package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.SortedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian process for each constraint that at least one trial violates. It learns the rank of each trial's latest margin
 * as a normal score; larger is better. In these scores the bound lies where the trials that satisfy the constraint end. When
 * the best feasible configurations lie at a bound, only the constrained metric itself tells where that bound is.
 *
 * <p>A configuration that is expected to violate a constraint is not excluded, but penalized in proportion to the expected
 * violation. Not thread-safe.
 */
final class ConstraintModels {
    /** Penalty for one unit of the normal score beyond a bound. */
    private static final double PENALTY = 10;
    /** When no trial satisfies a constraint, the bound is where it would be if so many trials did. */
    private static final double VIRTUAL_FEASIBLE_TRIALS = 0.25;

    private final TrialPoints points;
    private final FitCache fits = new FitCache();

    /** @param points follows the study */
    ConstraintModels(TrialPoints points) {
        this.points = points;
    }

    /**
     * The model of one constraint.
     *
     * @param bound b, the normal score that stands for the margin 0
     */
    private record Model(GaussianProcess process, double bound) {}

    /** The models of all constraints that some trial violates. Not thread-safe. */
    static final class Learned {
        private final List<Model> models;

        private Learned(List<Model> models) {
            this.models = models;
        }

        /** Whether no trial violates a constraint. */
        boolean isEmpty() {
            return models.isEmpty();
        }

        /**
         * The penalties of configurations: Σ 10 · max(0, b − μ) over the constraints.
         *
         * @param features [n][F]
         * @return [n]
         */
        double[] penalties(double[][] features) {
            double[] penalties = new double[features.length];
            for (Model model : models) {
                Prediction prediction = model.process.predict(features, features.length);
                for (int i = 0; i < penalties.length; i++) {
                    penalties[i] += PENALTY * Math.max(0, model.bound - prediction.mean(i));
                }
            }
            return penalties;
        }

        /**
         * The probability that a configuration satisfies all constraints: Π Φ((μ − b) / σ).
         *
         * @param features [F]
         */
        double feasibility(double[] features) {
            double probability = 1;
            for (Model model : models) {
                Prediction prediction = model.process.predict(new double[][] {features}, 1);
                probability *= RungQuantiles.quantileOf((model.bound - prediction.mean(0)) / prediction.deviation(0));
            }
            return probability;
        }
    }

    /** Learns from a view of the study that the points follow. */
    Learned learn(StudyView view) {
        List<Model> models = new ArrayList<>();
        int constraints = view.constraints();
        for (int constraint = 0; constraint < constraints; constraint++) {
            double[] margins = latestMargins(view, constraint);
            if (Arrays.stream(margins).anyMatch(margin -> margin < 0)) {
                models.add(model(view, margins));
            }
        }
        return new Learned(models);
    }

    /** The latest margin of each trial, NaN for a trial without epochs. */
    private static double[] latestMargins(StudyView view, int constraint) {
        return view.trials().stream()
                .map(Trial::curve)
                .mapToDouble(curve -> curve.epochs() == 0
                        ? Double.NaN
                        : curve.measured(curve.epochs()).margins().get(constraint))
                .toArray();
    }

    private Model model(StudyView view, double[] margins) {
        SortedScores finite =
                SortedScores.of(Arrays.stream(margins).filter(Double::isFinite).toArray());
        ModelData data = ModelData.select(
                margins.length,
                row -> Double.isFinite(margins[row]),
                row -> (finite.rank(margins[row]) - 0.5) / finite.size(),
                ModelLimits.points(margins.length, 0),
                view.seed());
        Hyperparameters fitted = fits.fit(points.embedding(), data, points::observations, margins.length, view.seed());
        double feasible = (double) Arrays.stream(margins)
                .filter(margin -> Double.isFinite(margin) && margin >= 0)
                .count();
        return new Model(
                GaussianProcess.given(points.embedding(), fitted, points.observations(data)),
                RungQuantiles.normalScore(Math.max(feasible, VIRTUAL_FEASIBLE_TRIALS) / finite.size()));
    }
}
