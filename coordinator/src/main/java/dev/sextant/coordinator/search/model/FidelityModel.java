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
 * A Gaussian process over configurations and epochs together: epochs are one more axis, τ = ln(1 + t) / ln(1 + T). It
 * learns from the value of every trial at every rung up to its {@link RungTable#deepest deepest}, so that what many short
 * trainings say is carried over to long ones as far as the data show that it can be (Swersky et al., Multi-task Bayesian optimization,
 * NIPS 2013; the axis instead of a table of tasks as in Kandasamy et al., Multi-fidelity Bayesian optimisation with
 * continuous approximations, ICML 2017).
 *
 * <p>What it learns of a value at rung k is the trial's survival quantile there, (rank − ½) / |A_0|, as a normal score: the
 * same scale at all rungs, larger is better. Not safe for use by several threads.
 */
public final class FidelityModel {
    /** No parameter of a study can have this name. */
    private static final String EPOCHS = "epochs of the rung";

    private final RungTable table;
    private final TrialPoints points;
    private final FitCache fits = new FitCache();
    private Optional<SearchSpace> space = Optional.empty();
    private Optional<Embedding> joint = Optional.empty();
    private double[] times = new double[0];

    public FidelityModel(RungTable table, TrialPoints points) {
        this.table = table;
        this.points = points;
    }

    /** What the model learned from a study. */
    public final class Learned {
        private final GaussianProcess process;
        private final int values;

        private final Map<Integer, Double> offsets;

        private Learned(GaussianProcess process, int values, Map<Integer, Double> offsets) {
            this.process = process;
            this.values = values;
            this.offsets = offsets;
        }

        /** How many values it has seen. */
        public int values() {
            return values;
        }

        /** The same, when trials are under way besides: their places are known, not their values. */
        public Learned with(List<double[]> features) {
            return new Learned(process.with(features), values, offsets);
        }

        /**
         * By how much a trial is better than the model makes its configuration, at the deepest rung learned from: taken for
         * its own from there on. 0 for a trial not learned from.
         */
        public double offset(int row) {
            return offsets.getOrDefault(row, 0.0);
        }

        /** What is expected of configurations after the top rung. */
        public Prediction atTop(double[][] features) {
            double[][] joint = new double[features.length][];
            Arrays.setAll(joint, i -> joint(features[i], times.length - 1));
            return process.predict(joint, joint.length);
        }

        /**
         * How much of the variance that a configuration has after the top rung would be left, were its value at a rung
         * known.
         */
        public double varianceLeft(double[] features, int rung) {
            Prediction prediction = process.with(List.of(joint(features, rung)))
                    .predict(new double[][] {joint(features, times.length - 1)}, 1);
            return prediction.deviationGivenAll(0) * prediction.deviationGivenAll(0);
        }
    }

    /** Fits the model to a study that the table and the points follow, with one value at least. */
    public Learned learn(StudyView view) {
        follow(view);
        Embedding embedding = joint.orElseThrow();
        int rungs = times.length;
        ModelData data = ModelData.choose(
                table.size() * rungs,
                value -> isLearned(value / rungs, value % rungs),
                value -> (table.rank(value / rungs, value % rungs) - 0.5) / table.standing(0),
                ModelLimits.points(table.size(), 0),
                view.seed());
        Hyperparameters hyperparameters = fits.fit(embedding, data, this::observed, table.size(), view.seed());
        Observations observed = observed(data);
        GaussianProcess process = GaussianProcess.given(embedding, hyperparameters, observed);
        return new Learned(process, data.size(), offsets(data, data.targets(), process.means(observed.points())));
    }

    private boolean isLearned(int row, int rung) {
        return table.standings(row) > 0 && rung <= table.deepest(row);
    }

    private Map<Integer, Double> offsets(ModelData data, double[] values, double[] means) {
        int[] deepest = new int[table.size()];
        Map<Integer, Double> offsets = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            int row = data.row(i) / times.length;
            int rung = data.row(i) % times.length;
            if (rung >= deepest[row]) {
                deepest[row] = rung;
                offsets.put(row, values[i] - means[i]);
            }
        }
        return offsets;
    }

    /** The features of a configuration at a rung. */
    public double[] joint(double[] features, int rung) {
        double[] joint = Arrays.copyOf(features, features.length + 1);
        joint[features.length] = times[rung];
        return joint;
    }

    private Observations observed(ModelData data) {
        double[][] of = new double[data.size()][];
        Arrays.setAll(of, i -> joint(points.features(data.row(i) / times.length), data.row(i) % times.length));
        return Observations.of(of, data.targets());
    }

    private void follow(StudyView view) {
        if (!space.equals(Optional.of(view.space()))) {
            List<Parameter> axes = new ArrayList<>(view.space().parameters());
            axes.add(new ContinuousParameter(EPOCHS, 0, 1, Scale.LINEAR, Optional.empty()));
            space = Optional.of(view.space());
            joint = Optional.of(new Embedding(new SearchSpace(axes)));
        }
        times = view.rungs().stream()
                .mapToDouble(epochs -> Math.log1p(epochs) / Math.log1p(view.maxEpochs()))
                .toArray();
    }
}
