package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A Gaussian process given data D and, optionally, given that the values at more points P will be known. The values at P are
 * not guessed, but their places reduce the uncertainty around them. Reuses work arrays; not thread-safe.
 */
public final class GaussianProcess {
    private static final double MIN_VARIANCE = 1e-10;

    private final Hyperparameters hyperparameters;
    private final Distances distances;
    /** Scaled features of D, then P: [n + p][F]. */
    private final double[][] x;
    /** n. */
    private final int data;
    /** Cholesky factor of the covariance K of D and P, noise included. */
    private final Cholesky factor;
    /** α = K⁻¹ (y − mean) of D, [n]. */
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
     * The maximum a posteriori estimate of the hyperparameters given data.
     *
     * @param evaluations maximum number of evaluations of the likelihood
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
     * The evidence for a process against independent values: its log marginal likelihood less that of the normal
     * distribution fitted to the values, in nats. NaN where all values are equal.
     */
    public static double evidence(Embedding embedding, Hyperparameters hyperparameters, Observations data) {
        double likelihood = new MarginalLikelihood(embedding, data, LengthScalePrior.DEFAULT)
                .logLikelihood(hyperparameters.theta());
        double variance = StatUtils.populationVariance(data.y);
        return likelihood + data.size() / 2.0 * (1 + Math.log(variance));
    }

    /**
     * The process given data (GPML algorithm 2.1).
     *
     * @throws ArithmeticException when the covariance matrix is not positive definite in double precision
     */
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
        Cholesky factor = Cholesky.of(matrix, n).orElseThrow(() -> notPositiveDefinite(n, hyperparameters));
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) {
            residual[i] = data.y[i] - hyperparameters.mean();
        }
        return new GaussianProcess(hyperparameters, distances, scaled, n, factor, factor.solve(residual));
    }

    /**
     * The same process when the values at more points will be known.
     *
     * @param points [p][F] features
     * @throws ArithmeticException when the covariance matrix is not positive definite in double precision
     */
    public GaussianProcess with(List<double[]> points) {
        if (points.isEmpty()) {
            return this;
        }
        double[][] added = distances.scaled(points.toArray(new double[0][]));
        int p = added.length;
        double[][] corner = covariance(added, added, distances, hyperparameters);
        for (int i = 0; i < p; i++) {
            corner[i][i] = hyperparameters.signalVariance() + hyperparameters.noiseVariance() + Hyperparameters.JITTER;
        }
        Cholesky extended = factor.copy();
        if (!extended.extend(covariance(x, added, distances, hyperparameters), corner, p)) {
            throw notPositiveDefinite(x.length + p, hyperparameters);
        }
        double[][] all = Arrays.copyOf(x, x.length + p);
        System.arraycopy(added, 0, all, x.length, p);
        return new GaussianProcess(hyperparameters, distances, all, data, extended, alpha);
    }

    private static ArithmeticException notPositiveDefinite(int points, Hyperparameters hyperparameters) {
        return new ArithmeticException("The covariance matrix of " + points + " points with hyperparameters "
                + hyperparameters + " is not positive definite");
    }

    /** The hyperparameters of the process. */
    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /**
     * Predictions at points: mean and standard deviation of the function, without noise, given D (GPML equations 2.25 and
     * 2.26), and the standard deviation given D and P.
     *
     * @param points [count][F] features
     */
    public Prediction predict(double[][] points, int count) {
        Prediction prediction = new Prediction(new double[count], new double[count], new double[count]);
        for (int from = 0; from < count; from += Workspace.WIDTH) {
            predictBlock(points, from, Math.min(count, from + Workspace.WIDTH), prediction);
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
            computeMeans(points, from, width, data);
            System.arraycopy(workspace.mean, 0, means, from, width);
        }
        return means;
    }

    /**
     * Leave-group-out residuals: the difference of each datum from its prediction without the data of its group, in standard
     * deviations of the prediction, noise included. The hyperparameters are not fitted anew.
     *
     * @param groups group of each datum, [n]
     * @return [n]
     * @throws IllegalStateException when the process is given points without values
     */
    public double[] leaveGroupOutResiduals(int[] groups) {
        if (x.length > data) {
            throw new IllegalStateException(
                    "Cannot leave out data of a process with " + (x.length - data) + " points without values");
        }
        return LeaveGroupOut.residuals(factor, alpha, groups);
    }

    private void predictBlock(double[][] points, int from, int to, Prediction prediction) {
        int width = to - from;
        computeMeans(points, from, width, x.length);
        // V = L⁻¹ k: the variance is σ_f² − Σ_i V_i², over D alone or over D and P.
        double[][] v = workspace.rows;
        factor.solveLower(v, width);
        double[] variance = workspace.work;
        Arrays.fill(variance, 0, width, hyperparameters.signalVariance());
        for (int i = 0; i < x.length; i++) {
            if (i == data) {
                storeDeviations(variance, width, prediction.deviation, from);
            }
            double[] row = v[i];
            for (int c = 0; c < width; c++) {
                variance[c] -= row[c] * row[c];
            }
        }
        if (data == x.length) {
            storeDeviations(variance, width, prediction.deviation, from);
        }
        storeDeviations(variance, width, prediction.deviationGivenAll, from);
        System.arraycopy(workspace.mean, 0, prediction.mean, from, width);
    }

    /**
     * Computes the means of a block of points and their covariances with the first points of D and P, and leaves both in
     * the workspace.
     *
     * @param from index of the first point
     * @param width number of points
     * @param known number of points of D and P
     */
    private void computeMeans(double[][] points, int from, int width, int known) {
        double[][] byFeature = workspace.byFeature;
        for (int feature = 0; feature < distances.features(); feature++) {
            double[] values = byFeature[feature];
            for (int c = 0; c < width; c++) {
                values[c] = distances.scaled(feature, points[from + c][feature]);
            }
        }
        double[][] covariances = workspace.rows;
        for (int i = 0; i < known; i++) {
            computeCovariances(
                    x[i],
                    byFeature,
                    width,
                    covariances[i],
                    workspace.work,
                    workspace.scratch,
                    distances,
                    hyperparameters);
        }
        double[] mean = workspace.mean;
        Arrays.fill(mean, 0, width, hyperparameters.mean());
        for (int i = 0; i < data; i++) {
            double weight = alpha[i];
            double[] row = covariances[i];
            for (int c = 0; c < width; c++) {
                mean[c] += weight * row[c];
            }
        }
    }

    private static void storeDeviations(double[] variance, int width, double[] target, int from) {
        for (int c = 0; c < width; c++) {
            target[from + c] = Math.sqrt(Math.max(MIN_VARIANCE, variance[c]));
        }
    }

    /**
     * Computes the covariances of a scaled point with others.
     *
     * @param byFeature scaled features of the others, [F][width at least]
     * @param target [width at least], overwritten
     */
    private static void computeCovariances(
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

    /** The covariances between two sets of scaled points: [rows][columns]. */
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
            computeCovariances(rows[i], byFeature, width, covariance[i], work, scratch, distances, hyperparameters);
        }
        return covariance;
    }

    /** Work arrays for a block of points, small enough for the processor's cache. */
    private static final class Workspace {
        /** Number of points in a block. */
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
