package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.model.ModelData;
import dev.sextant.coordinator.search.model.TrialPoints;
import dev.sextant.coordinator.search.points.SobolPoints;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much each parameter matters to a study: functional analysis of variance (Hutter et al., ICML 2014) of a Gaussian
 * process that learned the trials' survival quantiles, as the search does. With f its mean over the unit cube, a
 * parameter's share alone is S_i = Var(E[f | x_i]) / Var(f), its share with others S_Ti = E(Var[f | all but x_i]) / Var(f)
 * (Sobol, 2001), both by the estimators of Saltelli et al. (Comput. Phys. Commun. 181, 2010, table 2 b and f) on a
 * scrambled Sobol sequence. A pure function of the view.
 *
 * @param shares the most important parameter first
 * @param trials how many trials the model learned from
 * @param unexplained share of the trials' variance that the model takes for noise, in [0, 1]
 */
public record ParameterImportance(List<Share> shares, int trials, double unexplained) {
    private static final int MOST_POINTS = 300;
    private static final int EVALUATIONS_OF_A_FIT = 100;
    private static final int SAMPLES = 1024;
    private static final int SAMPLES_OF_A_LEVEL = 128;
    private static final int LEVELS = 33;
    /** Levels that lose no more than this share of what lies between the worst level and the best are good ones. */
    private static final double NEARLY_AS_GOOD = 0.2;

    /**
     * One parameter.
     *
     * @param alone share of the variance that it explains by itself, in [0, 1]
     * @param withOthers the same together with all combinations that it is part of; at least {@code alone}
     * @param best its best value on average over the others
     * @param good values nearly as good: of a number the least and the largest, of a category all, best first
     */
    public record Share(String parameter, double alone, double withOthers, Object best, List<Object> good) {}

    /** Empty while there are too few trials to learn from: fewer than ten, or than D + 2. */
    public static Optional<ParameterImportance> of(StudyView view) {
        RungTable table = new RungTable();
        table.follow(view);
        int dimensions = view.space().dimensions();
        if (table.size() == 0 || table.standing(0) < Math.max(10, dimensions + 2)) {
            return Optional.empty();
        }
        TrialPoints points = new TrialPoints();
        points.follow(view);
        ModelData data = ModelData.choose(
                table.size(), row -> table.standings(row) > 0, new RungQuantiles(table)::of, MOST_POINTS, view.seed());
        Observations observed = points.observed(data);
        Hyperparameters fitted =
                GaussianProcess.fit(points.embedding(), observed, LengthScalePrior.USUAL, EVALUATIONS_OF_A_FIT);
        Surface surface = new Surface(GaussianProcess.given(points.embedding(), fitted, observed), points);
        return Optional.of(new ParameterImportance(
                shares(view, surface), data.size(), Math.min(1, fitted.noiseVariance() / variance(data.targets()))));
    }

    /** The model's mean over the unit cube. */
    private record Surface(GaussianProcess model, TrialPoints points) {
        double[] at(double[][] cube) {
            return model.means(points.embedded(cube));
        }
    }

    private static List<Share> shares(StudyView view, Surface surface) {
        int dimensions = view.space().dimensions();
        double[][] a = new double[SAMPLES][];
        double[][] b = new double[SAMPLES][];
        SobolPoints sobol = new SobolPoints();
        for (int i = 0; i < SAMPLES; i++) {
            double[] both = sobol.point(view.seed(), i, 2 * dimensions);
            a[i] = Arrays.copyOf(both, dimensions);
            b[i] = Arrays.copyOfRange(both, dimensions, 2 * dimensions);
        }
        double[] atA = surface.at(a);
        double[] atB = surface.at(b);
        double variance = variance(IntStream.range(0, 2 * SAMPLES)
                .mapToDouble(i -> i < SAMPLES ? atA[i] : atB[i - SAMPLES])
                .toArray());
        List<Share> shares = new ArrayList<>();
        for (int axis = 0; axis < dimensions; axis++) {
            double[] mixed = surface.at(with(a, axis, b));
            double alone = 0;
            double withOthers = 0;
            for (int i = 0; i < SAMPLES; i++) {
                alone += atB[i] * (mixed[i] - atA[i]) / SAMPLES;
                withOthers += (atA[i] - mixed[i]) * (atA[i] - mixed[i]) / (2 * SAMPLES);
            }
            double shareAlone = share(alone, variance);
            shares.add(levels(view, surface, a, axis, shareAlone, Math.max(shareAlone, share(withOthers, variance))));
        }
        shares.sort((one, other) -> Double.compare(other.withOthers(), one.withOthers()));
        return List.copyOf(shares);
    }

    private static double share(double part, double variance) {
        return variance <= 0 ? 0 : Math.max(0, Math.min(1, part / variance));
    }

    /** The points of one sample, with a coordinate from another. */
    private static double[][] with(double[][] sample, int axis, double[][] other) {
        double[][] mixed = new double[sample.length][];
        for (int i = 0; i < sample.length; i++) {
            mixed[i] = sample[i].clone();
            mixed[i][axis] = other[i][axis];
        }
        return mixed;
    }

    /** Where on its axis the parameter is best, on average over points at which it plays a part. */
    private static Share levels(
            StudyView view, Surface surface, double[][] sample, int axis, double alone, double withOthers) {
        Parameter parameter = view.space().parameters().get(axis);
        List<double[]> active = Arrays.stream(sample)
                .filter(point -> view.space().at(point).values().containsKey(parameter.name()))
                .limit(SAMPLES_OF_A_LEVEL)
                .toList();
        List<Object> values = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int level = 0; level < LEVELS && !active.isEmpty(); level++) {
            double[][] there = new double[active.size()][];
            for (int i = 0; i < there.length; i++) {
                there[i] = active.get(i).clone();
                there[i][axis] = level / (LEVELS - 1.0);
            }
            Configuration configuration = view.space().at(there[0]);
            Object value = configuration.values().get(parameter.name());
            if (values.isEmpty() || !values.get(values.size() - 1).equals(value)) {
                values.add(value);
                means.add(Arrays.stream(surface.at(there)).average().orElseThrow());
            }
        }
        if (values.isEmpty()) {
            return new Share(parameter.name(), alone, withOthers, "", List.of());
        }
        double best = means.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double worst = means.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        List<Object> good = IntStream.range(0, values.size())
                .boxed()
                .filter(i -> means.get(i) >= best - NEARLY_AS_GOOD * (best - worst))
                .sorted((i, j) -> values.get(i) instanceof Number
                        ? Integer.compare(i, j)
                        : Double.compare(means.get(j), means.get(i)))
                .<Object>map(values::get)
                .toList();
        return new Share(
                parameter.name(),
                alone,
                withOthers,
                values.get(means.indexOf(best)),
                good.get(0) instanceof Number ? List.of(good.get(0), good.get(good.size() - 1)) : good);
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / values.length;
    }
}
