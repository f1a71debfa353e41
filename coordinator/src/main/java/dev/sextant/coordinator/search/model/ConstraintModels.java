package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.SortedScores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Gaussian process over the margin of each constraint that some trial breaks: where the best that is allowed lies on a
 * bound, only the metric itself says where that is. What the process learns of a trial is the rank of its latest margin among
 * all, as a normal score; larger is better, and the margin 0 lies where the trials that keep the constraint end.
 *
 * <p>What is expected to break a constraint is not forbidden, but costs so much that only the least of it is taken, where
 * nothing else is left. Not safe for use by several threads.
 */
final class ConstraintModels {
    /** What one standard deviation beyond a bound costs. */
    private static final double PENALTY = 10;
    /** As many trials count as keeping a constraint when none does: the bound lies beyond the best of them. */
    private static final double NONE_KEEPS = 0.25;

    private final TrialPoints points;
    private final FitCache fits = new FitCache();

    /** @param points those of the study that is learned from */
    ConstraintModels(TrialPoints points) {
        this.points = points;
    }

    /**
     * Of one constraint.
     *
     * @param bound the target that stands for the margin 0
     */
    private record Model(GaussianProcess process, double bound) {}

    /** What was learned. Immutable. */
    static final class Learned {
        private final List<Model> models;

        private Learned(List<Model> models) {
            this.models = models;
        }

        /** Whether no trial breaks a constraint. */
        boolean isEmpty() {
            return models.isEmpty();
        }

        /**
         * [n]: what configurations cost for breaking constraints, Σ 10 · max(0, b − μ).
         *
         * @param features [n][F]
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

        /** How likely a configuration keeps all constraints, in [0, 1]: Π Φ((μ − b) / σ). */
        double probability(double[] features) {
            double probability = 1;
            for (Model model : models) {
                Prediction there = model.process.predict(new double[][] {features}, 1);
                probability *= RungQuantiles.quantile((model.bound - there.mean(0)) / there.deviation(0));
            }
            return probability;
        }
    }

    Learned learn(StudyView view) {
        List<Model> models = new ArrayList<>();
        int constraints = view.constraints();
        for (int constraint = 0; constraint < constraints; constraint++) {
            double[] margins = margins(view, constraint);
            if (IntStream.range(0, margins.length).anyMatch(row -> margins[row] < 0)) {
                models.add(model(view, margins));
            }
        }
        return new Learned(models);
    }

    /** The latest margin of each trial, NaN of one that has none. */
    private static double[] margins(StudyView view, int constraint) {
        return view.trials().stream()
                .map(Trial::curve)
                .mapToDouble(curve -> curve.epochs() == 0
                        ? Double.NaN
                        : curve.measured(curve.epochs()).margins().get(constraint))
                .toArray();
    }

    private Model model(StudyView view, double[] margins) {
        SortedScores finite = SortedScores.of(IntStream.range(0, margins.length)
                .mapToDouble(row -> margins[row])
                .filter(Double::isFinite)
                .toArray());
        ModelData data = ModelData.choose(
                margins.length,
                row -> Double.isFinite(margins[row]),
                row -> (finite.rank(margins[row]) - 0.5) / finite.size(),
                ModelLimits.points(margins.length, 0),
                view.seed());
        Hyperparameters fitted = fits.fit(points.embedding(), data, points::observed, margins.length, view.seed());
        double keep = (double) IntStream.range(0, margins.length)
                .filter(row -> Double.isFinite(margins[row]) && margins[row] >= 0)
                .count();
        return new Model(
                GaussianProcess.given(points.embedding(), fitted, points.observed(data)),
                RungQuantiles.target(Math.max(keep, NONE_KEEPS) / finite.size()));
    }
}
