package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A Gaussian process given data, and given that some more points will be known: their values are not guessed, but where
 * they lie shrinks the uncertainty around them. Not safe for use by several threads.
 */
public final class GaussianProcess {
    private static final double LEAST_VARIANCE = 1e-10;

    private final Hyperparameters hyperparameters;
    private final Distances distances;
    private final double[][] x;
    private final int data;
    private final Cholesky factor;
    private final double[] alpha;
    private final Workspace workspace;

    private GaussianProcess(
            Hyperparameters hyperparameters,
            Distances distances,
            double[][] x,
            int data,
            Cholesky factor,
            double[] alpha) {
        this.hyperparameters = hyperparameters;
        this.distances = distances;
        this.x = x;
        this.data = data;
        this.factor = factor;
        this.alpha = alpha;
        this.workspace = new Workspace(x.length, distances.features());
    }

    /**
     * The hyperparameters that are most likely given data (maximum a posteriori).
     *
     * @param evaluations of the likelihood at most
     */
    public static Hyperparameters fit(Embedding embedding, Observations data, LengthScalePrior prior, int evaluations) {
        int axes = embedding.axes();
        double[] low = new double[axes + 3];
        double[] high = new double[axes + 3];
        Arrays.fill(low, 0, axes, -2.5);
        Arrays.fill(high, 0, axes, 3);
        low[axes] = -3;
        high[axes] = 3;
        low[axes + 1] = -8;
        high[axes + 1] = 0.5;
        low[axes + 2] = -3;
        high[axes + 2] = 3;
        MarginalLikelihood likelihood = new MarginalLikelihood(embedding, data, prior);
        double[] start = Hyperparameters.initial(axes).theta();
        return Hyperparameters.of(QuasiNewton.minimum(likelihood, start, low, high, evaluations));
    }

    /**
     * How much likelier data are by the process than by chance: the difference in log marginal likelihood, in nats, to the
     * normal distribution from which they are likeliest to have been drawn independently. NaN where all values are equal.
     */
    public static double evidence(Embedding embedding, Hyperparameters hyperparameters, Observations data) {
        double likelihood =
                new MarginalLikelihood(embedding, data, LengthScalePrior.USUAL).logLikelihood(hyperparameters.theta());
        double variance = StatUtils.populationVariance(data.y);
        return likelihood + data.size() / 2.0 * (1 + Math.log(variance));
    }

    /** The process given data (GPML algorithm 2.1). */
    public static GaussianProcess given(Embedding embedding, Hyperparameters hyperparameters, Observations data) {
        Distances distances = Distances.of(embedding, hyperparameters);
        double[][] scaled = distances.scaled(data.x);
        int n = data.size();
        double[][] matrix = covariance(scaled, scaled, distances, hyperparameters);
        for (int i = 0; i < n; i++) {
            matrix[i][i] = hyperparameters.signalVariance()
                    + hyperparameters.noiseVariance() * data.noise[i]
                    + Hyperparameters.JITTER;
        }
        Cholesky factor = Cholesky.of(matrix, n)
                .orElseThrow(() -> new ArithmeticException("The covariance of " + n + " points with hyperparameters "
                        + hyperparameters + " is not positive definite"));
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) {
            residual[i] = data.y[i] - hyperparameters.mean();
        }
        return new GaussianProcess(hyperparameters, distances, scaled, n, factor, factor.solve(residual));
    }

    /**
     * The same process, when in addition points are under way.
     *
     * @param points [p][F] features
     */
    public GaussianProcess with(List<double[]> points) {
        if (points.isEmpty()) {
            return this;
        }
        double[][] more = distances.scaled(points.toArray(new double[0][]));
        int p = more.length;
        double[][] corner = covariance(more, more, distances, hyperparameters);
        for (int i = 0; i < p; i++) {
            corner[i][i] = hyperparameters.signalVariance() + hyperparameters.noiseVariance() + Hyperparameters.JITTER;
        }
        Cholesky longer = factor.copy();
        if (!longer.extend(covariance(x, more, distances, hyperparameters), corner, p)) {
            throw new ArithmeticException("The covariance of " + (x.length + p) + " points with hyperparameters "
                    + hyperparameters + " is not positive definite");
        }
        double[][] all = Arrays.copyOf(x, x.length + p);
        System.arraycopy(more, 0, all, x.length, p);
        return new GaussianProcess(hyperparameters, distances, all, data, longer, alpha);
    }

    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /**
     * What is expected at points: the mean and the standard deviation of the function, without noise, given the data
     * (GPML equations 2.25 and 2.26), and the standard deviation given the points under way as well.
     *
     * @param points [count][F] features
     */
    public Prediction predict(double[][] points, int count) {
        Prediction prediction = new Prediction(new double[count], new double[count], new double[count]);
        for (int from = 0; from < count; from += Workspace.WIDTH) {
            predict(points, from, Math.min(count, from + Workspace.WIDTH), prediction);
        }
        return prediction;
    }

    /**
     * The means at points, without the cost of deviations.
     *
     * @param points [any number][F] features
     */
    public double[] means(double[][] points) {
        double[] means = new double[points.length];
        for (int from = 0; from < points.length; from += Workspace.WIDTH) {
            int width = Math.min(points.length - from, Workspace.WIDTH);
            means(points, from, width, data);
            System.arraycopy(workspace.mean, 0, means, from, width);
        }
        return means;
    }

    /**
     * By how much each datum differs from what the process expects without the data of its group, in standard deviations of
     * what is expected there, noise included. Hyperparameters stay.
     *
     * @param groups [n] of each datum
     * @throws IllegalStateException when points are under way
     */
    public double[] residualsLeftOut(int[] groups) {
        if (x.length > data) {
            throw new IllegalStateException("Cannot leave out data with " + (x.length - data) + " points under way");
        }
        return LeaveGroupOut.residuals(factor, alpha, groups);
    }

    private void predict(double[][] points, int from, int to, Prediction prediction) {
        int width = to - from;
        means(points, from, width, x.length);
        double[][] v = workspace.rows;
        factor.solveLower(v, width);
        double[] variance = workspace.work;
        Arrays.fill(variance, 0, width, hyperparameters.signalVariance());
        for (int i = 0; i < x.length; i++) {
            if (i == data) {
                deviations(variance, width, prediction.deviation, from);
            }
            double[] row = v[i];
            for (int c = 0; c < width; c++) {
                variance[c] -= row[c] * row[c];
            }
        }
        if (data == x.length) {
            deviations(variance, width, prediction.deviation, from);
        }
        deviations(variance, width, prediction.deviationGivenAll, from);
        System.arraycopy(workspace.mean, 0, prediction.mean, from, width);
    }

    /** Leaves the means of some points in the workspace, and their covariances with the first {@code known} points. */
    private void means(double[][] points, int from, int width, int known) {
        double[][] byFeature = workspace.byFeature;
        for (int feature = 0; feature < distances.features(); feature++) {
            double[] of = byFeature[feature];
            for (int c = 0; c < width; c++) {
                of[c] = distances.scaled(feature, points[from + c][feature]);
            }
        }
        double[][] v = workspace.rows;
        for (int i = 0; i < known; i++) {
            covariances(x[i], byFeature, width, v[i], workspace.work, workspace.scratch, distances, hyperparameters);
        }
        double[] mean = workspace.mean;
        Arrays.fill(mean, 0, width, hyperparameters.mean());
        for (int i = 0; i < data; i++) {
            double weight = alpha[i];
            double[] row = v[i];
            for (int c = 0; c < width; c++) {
                mean[c] += weight * row[c];
            }
        }
    }

    private static void deviations(double[] variance, int width, double[] target, int from) {
        for (int c = 0; c < width; c++) {
            target[from + c] = Math.sqrt(Math.max(LEAST_VARIANCE, variance[c]));
        }
    }

    private static void covariances(
            double[] point,
            double[][] byFeature,
            int width,
            double[] target,
            double[] work,
            double[] scratch,
            Distances distances,
            Hyperparameters hyperparameters) {
        Arrays.fill(target, 0, width, 0);
        for (int feature = 0; feature < point.length; feature++) {
            distances.add(feature, point[feature], byFeature[feature], width, target, 0);
        }
        Matern.covariances(target, width, hyperparameters.signalVariance(), work, scratch);
    }

    /** [rows][columns] of the covariances between two sets of scaled points. */
    private static double[][] covariance(
            double[][] rows, double[][] columns, Distances distances, Hyperparameters hyperparameters) {
        int width = columns.length;
        int features = width == 0 ? 0 : columns[0].length;
        double[][] byFeature = new double[features][width];
        for (int c = 0; c < width; c++) {
            for (int feature = 0; feature < features; feature++) {
                byFeature[feature][c] = columns[c][feature];
            }
        }
        double[] work = new double[width];
        double[] scratch = new double[width];
        double[][] covariance = new double[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            covariances(rows[i], byFeature, width, covariance[i], work, scratch, distances, hyperparameters);
        }
        return covariance;
    }

    /** Work arrays for some columns at a time: they stay in the processor's cache. */
    private static final class Workspace {
        static final int WIDTH = 64;

        final double[][] rows;
        final double[][] byFeature;
        final double[] work = new double[WIDTH];
        final double[] scratch = new double[WIDTH];
        final double[] mean = new double[WIDTH];

        Workspace(int points, int features) {
            rows = new double[points][WIDTH];
            byFeature = new double[features][WIDTH];
        }
    }
}
