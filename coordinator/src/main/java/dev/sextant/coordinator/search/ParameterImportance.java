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
 * Parameter importance by functional analysis of variance (fANOVA: Hutter et al., ICML 2014) of a Gaussian process that
 * learned the quantiles of the trials, as the search does. With f the mean of the process over the unit cube, parameter i has
 *
 * <ul>
 *   <li>the main effect S_i = Var(E[f | x_i]) / Var(f),
 *   <li>the total effect S_Ti = E(Var[f | all but x_i]) / Var(f), interactions included (Sobol, 2001).
 * </ul>
 *
 * <p>Both are estimated as in Saltelli et al. (Comput. Phys. Commun. 181, 2010, table 2 b and f) on a scrambled Sobol
 * sequence. A pure function of the view.
 *
 * @param shares the parameter with the largest total effect first
 * @param trials number of trials that the model learned from
 * @param unexplained share of the variance of the trials that the model considers noise, in [0, 1]
 */
public record ParameterImportance(List<Share> shares, int trials, double unexplained) {
    private static final int MAX_POINTS = 300;
    private static final int FIT_EVALUATIONS = 100;
    private static final int SAMPLES = 1024;
    private static final int SAMPLES_PER_LEVEL = 128;
    private static final int LEVELS = 33;
    /** Largest distance of a good level from the best one, as a share of the range of all levels. */
    private static final double GOOD_RANGE = 0.2;

    /**
     * The importance of one parameter.
     *
     * @param alone S_i, the share of the variance that it explains by itself, in [0, 1]
     * @param withOthers S_Ti, the share that it explains together with other parameters; at least {@code alone}
     * @param best its best value, averaged over the other parameters
     * @param good values that are nearly as good: the smallest and the largest number, or all such categories, best first
     */
    public record Share(String parameter, double alone, double withOthers, Object best, List<Object> good) {}

    /** The importance of all parameters of a study; empty with fewer than max(10, D + 2) trials to learn from. */
    public static Optional<ParameterImportance> of(StudyView view) {
        RungTable table = new RungTable();
        table.follow(view);
        int dimensions = view.space().dimensions();
        if (table.size() == 0 || table.rankedAt(0) < Math.max(10, dimensions + 2)) {
            return Optional.empty();
        }
        TrialPoints points = new TrialPoints();
        points.follow(view);
        ModelData data = ModelData.select(
                table.size(),
                row -> table.rungsReached(row) > 0,
                new RungQuantiles(table)::quantile,
                MAX_POINTS,
                view.seed());
        Observations observations = points.observations(data);
        Hyperparameters fitted =
                GaussianProcess.fit(points.embedding(), observations, LengthScalePrior.DEFAULT, FIT_EVALUATIONS);
        Surface surface = new Surface(GaussianProcess.given(points.embedding(), fitted, observations), points);
        return Optional.of(new ParameterImportance(
                shares(view, surface), data.size(), Math.min(1, fitted.noiseVariance() / variance(data.targets()))));
    }

    /** f: the mean of the model over the unit cube. */
    private record Surface(GaussianProcess model, TrialPoints points) {
        /** f at points, [n][D]. */
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
            double[] point = sobol.point(view.seed(), i, 2 * dimensions);
            a[i] = Arrays.copyOf(point, dimensions);
            b[i] = Arrays.copyOfRange(point, dimensions, 2 * dimensions);
        }
        double[] atA = surface.at(a);
        double[] atB = surface.at(b);
        double variance = variance(IntStream.range(0, 2 * SAMPLES)
                .mapToDouble(i -> i < SAMPLES ? atA[i] : atB[i - SAMPLES])
                .toArray());
        List<Share> shares = new ArrayList<>();
        for (int axis = 0; axis < dimensions; axis++) {
            double[] mixed = surface.at(withAxisOf(a, axis, b));
            double alone = 0;
            double withOthers = 0;
            for (int i = 0; i < SAMPLES; i++) {
                alone += atB[i] * (mixed[i] - atA[i]) / SAMPLES;
                withOthers += (atA[i] - mixed[i]) * (atA[i] - mixed[i]) / (2 * SAMPLES);
            }
            double shareAlone = share(alone, variance);
            shares.add(
                    withLevels(view, surface, a, axis, shareAlone, Math.max(shareAlone, share(withOthers, variance))));
        }
        shares.sort((one, other) -> Double.compare(other.withOthers(), one.withOthers()));
        return List.copyOf(shares);
    }

    private static double share(double part, double variance) {
        return variance <= 0 ? 0 : Math.max(0, Math.min(1, part / variance));
    }

    /** The points of a sample with one coordinate of another sample. */
    private static double[][] withAxisOf(double[][] sample, int axis, double[][] other) {
        double[][] mixed = new double[sample.length][];
        for (int i = 0; i < sample.length; i++) {
            mixed[i] = sample[i].clone();
            mixed[i][axis] = other[i][axis];
        }
        return mixed;
    }

    /** The share of a parameter with its best and good values, by the average of f over points where it is active. */
    private static Share withLevels(
            StudyView view, Surface surface, double[][] sample, int axis, double alone, double withOthers) {
        Parameter parameter = view.space().parameters().get(axis);
        List<double[]> active = Arrays.stream(sample)
                .filter(point -> view.space().at(point).values().containsKey(parameter.name()))
                .limit(SAMPLES_PER_LEVEL)
                .toList();
        List<Object> values = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int level = 0; level < LEVELS && !active.isEmpty(); level++) {
            double[][] atLevel = new double[active.size()][];
            for (int i = 0; i < atLevel.length; i++) {
                atLevel[i] = active.get(i).clone();
                atLevel[i][axis] = level / (LEVELS - 1.0);
            }
            Configuration configuration = view.space().at(atLevel[0]);
            Object value = configuration.values().get(parameter.name());
            if (values.isEmpty() || !values.get(values.size() - 1).equals(value)) {
                values.add(value);
                means.add(Arrays.stream(surface.at(atLevel)).average().orElseThrow());
            }
        }
        if (values.isEmpty()) {
            return new Share(parameter.name(), alone, withOthers, "", List.of());
        }
        double best = means.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double worst = means.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        List<Object> good = IntStream.range(0, values.size())
                .boxed()
                .filter(i -> means.get(i) >= best - GOOD_RANGE * (best - worst))
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
