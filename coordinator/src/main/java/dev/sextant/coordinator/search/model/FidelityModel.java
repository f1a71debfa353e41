package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Gaussian process over configurations and epochs: epochs t are one more axis, τ = ln(1 + t) / ln(1 + T), with T the
 * epochs of the top rung. It learns the value of every trial at every rung up to its {@link RungTable#decisiveRung decisive
 * rung}. The length scale of τ determines how much short trainings say about long ones. (Swersky et al., Multi-task Bayesian
 * optimization, NIPS 2013; with an axis instead of a table of tasks as in Kandasamy et al., Multi-fidelity Bayesian
 * optimisation with continuous approximations, ICML 2017.)
 *
 * <p>The target of a value at rung k is the normal score of (rank − ½) / |A_0|, where A_0 are all trials ranked at the lowest
 * rung: the same scale at all rungs, larger is better. Not thread-safe.
 */
public final class FidelityModel {
    /** Name of the axis of epochs; no parameter of a study can have it. */
    private static final String EPOCHS = "epochs of the rung";

    private final RungTable table;
    private final TrialPoints points;
    private final FitCache fits = new FitCache();
    private Optional<SearchSpace> space = Optional.empty();
    private Optional<Embedding> embedding = Optional.empty();
    /** τ of each rung. */
    private double[] times = new double[0];

    /**
     * Creates a model that has not learned anything yet.
     *
     * @param table follows the study
     * @param points follows the study
     */
    public FidelityModel(RungTable table, TrialPoints points) {
        this.table = table;
        this.points = points;
    }

    /** The process given the values of a study. Not thread-safe. */
    public final class Learned {
        private final GaussianProcess process;
        private final int values;
        private final Map<Integer, Double> offsets;

        private Learned(GaussianProcess process, int values, Map<Integer, Double> offsets) {
            this.process = process;
            this.values = values;
            this.offsets = offsets;
        }

        /** Number of values learned from. */
        public int values() {
            return values;
        }

        /**
         * The same process when values at more points will be known: their places reduce its uncertainty.
         *
         * @param places features of configurations at rungs, see {@link FidelityModel#featuresAt}
         */
        public Learned with(List<double[]> places) {
            return new Learned(process.with(places), values, offsets);
        }

        /**
         * The difference between a trial's target and the model's mean, at the deepest of its rungs that was learned from. It is
         * assumed to persist to the top rung. 0 for a trial that was not learned from.
         */
        public double offset(int row) {
            return offsets.getOrDefault(row, 0.0);
        }

        /**
         * The prediction for configurations at the top rung.
         *
         * @param features [n][F] of configurations
         */
        public Prediction atTop(double[][] features) {
            double[][] atTop = new double[features.length][];
            Arrays.setAll(atTop, i -> featuresAt(features[i], times.length - 1));
            return process.predict(atTop, atTop.length);
        }

        /**
         * The variance of a configuration at the top rung that would be left if its value at a rung were known.
         *
         * @param features [F] of the configuration
         */
        public double varianceLeft(double[] features, int rung) {
            Prediction prediction = process.with(List.of(featuresAt(features, rung)))
                    .predict(new double[][] {featuresAt(features, times.length - 1)}, 1);
            return prediction.deviationGivenAll(0) * prediction.deviationGivenAll(0);
        }
    }

    /** Fits the model to a view that the table and the points follow; at least one trial must be ranked. */
    public Learned learn(StudyView view) {
        follow(view);
        int rungs = times.length;
        // Item i is the value of trial i / rungs at rung i % rungs.
        ModelData data = ModelData.select(
                table.size() * rungs,
                item -> isLearned(item / rungs, item % rungs),
                item -> (table.rank(item / rungs, item % rungs) - 0.5) / table.rankedAt(0),
                ModelLimits.points(table.size(), 0),
                view.seed());
        Hyperparameters hyperparameters =
                fits.fit(embedding.orElseThrow(), data, this::observations, table.size(), view.seed());
        Observations observations = observations(data);
        GaussianProcess process = GaussianProcess.given(embedding.orElseThrow(), hyperparameters, observations);
        return new Learned(process, data.size(), offsets(data, process.means(observations.points())));
    }

    private boolean isLearned(int row, int rung) {
        return table.rungsReached(row) > 0 && rung <= table.decisiveRung(row);
    }

    /** {@link Learned#offset} of each row that was learned from. */
    private Map<Integer, Double> offsets(ModelData data, double[] means) {
        double[] targets = data.targets();
        int[] deepest = new int[table.size()];
        Map<Integer, Double> offsets = new HashMap<>();
        for (int i = 0; i < targets.length; i++) {
            int row = data.row(i) / times.length;
            int rung = data.row(i) % times.length;
            if (rung >= deepest[row]) {
                deepest[row] = rung;
                offsets.put(row, targets[i] - means[i]);
            }
        }
        return offsets;
    }

    /**
     * The features of a configuration at a rung: those of the configuration, then τ.
     *
     * @param features [F]
     * @return [F + 1]
     */
    public double[] featuresAt(double[] features, int rung) {
        double[] withTime = Arrays.copyOf(features, features.length + 1);
        withTime[features.length] = times[rung];
        return withTime;
    }

    private Observations observations(ModelData data) {
        double[][] x = new double[data.size()][];
        Arrays.setAll(x, i -> featuresAt(points.features(data.row(i) / times.length), data.row(i) % times.length));
        return Observations.of(x, data.targets());
    }

    private void follow(StudyView view) {
        if (!space.equals(Optional.of(view.space()))) {
            List<Parameter> axes = new ArrayList<>(view.space().parameters());
            axes.add(new ContinuousParameter(EPOCHS, 0, 1, Scale.LINEAR, Optional.empty()));
            space = Optional.of(view.space());
            embedding = Optional.of(new Embedding(new SearchSpace(axes)));
        }
        times = view.rungs().stream()
                .mapToDouble(epochs -> Math.log1p(epochs) / Math.log1p(view.maxEpochs()))
                .toArray();
    }
}
