package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.Optional;

/**
 * How unlikely data are given hyperparameters: f(θ) = −ln p(y | X, θ) − ln p(θ) up to a constant, with its gradient (GPML
 * equations 2.30 and 5.9), where the noise variance of a datum is its multiple of σ_n². The priors: ln ℓ_d ~ N(m, s²), ln σ_f² ~ N(0, 1), ln σ_n² ~ N(ln 0.02, 1.5²), mean ~ N(0, 1).
 *
 * <p>Not safe for use by several threads: it keeps its work arrays.
 */
final class MarginalLikelihood implements QuasiNewton.Function {
    private static final double NOISE_MEAN = Math.log(0.02);
    private static final double NOISE_DEVIATION = 1.5;

    private final LengthScalePrior prior;
    private final double[] y;
    private final double[] noises;
    private final int n;
    private final int axes;
    /** [D][n(n−1)/2]: squared differences of each pair of points in each parameter; pair (i, j < i) at i(i−1)/2 + j. */
    private final double[][] squares;

    private final double[] covariance;
    private final double[] slopes;
    private final double[] work;
    private final double[] scratch;
    private final double[][] matrix;

    MarginalLikelihood(Embedding embedding, Observations data, LengthScalePrior prior) {
        this.axes = embedding.axes();
        this.prior = prior;
        this.y = data.y;
        this.noises = data.noise;
        this.n = y.length;
        int pairs = n * (n - 1) / 2;
        squares = new double[axes][pairs];
        Distances distances = Distances.unscaled(embedding);
        double[] column = new double[n];
        for (int feature = 0; feature < distances.features(); feature++) {
            for (int i = 0; i < n; i++) {
                column[i] = data.x[i][feature];
            }
            double[] of = squares[embedding.axisOf(feature)];
            for (int i = 0; i < n; i++) {
                distances.add(feature, column[i], column, i, of, i * (i - 1) / 2);
            }
        }
        covariance = new double[pairs];
        slopes = new double[pairs];
        work = new double[pairs];
        scratch = new double[pairs];
        matrix = new double[n][n];
    }

    @Override
    public double at(double[] theta, double[] gradient) {
        double signal = Math.exp(theta[axes]);
        double noise = Math.exp(theta[axes + 1]);
        double mean = theta[axes + 2];
        Arrays.fill(covariance, 0);
        for (int axis = 0; axis < axes; axis++) {
            double weight = Math.exp(-2 * theta[axis]);
            double[] of = squares[axis];
            for (int pair = 0; pair < covariance.length; pair++) {
                covariance[pair] += weight * of[pair];
            }
        }
        Matern.covariancesAndSlopes(covariance, slopes, covariance.length, signal, work, scratch);
        for (int i = 0, pair = 0; i < n; i++) {
            matrix[i][i] = signal + noise * noises[i] + Hyperparameters.JITTER;
            for (int j = 0; j < i; j++) {
                matrix[j][i] = covariance[pair++];
            }
        }
        Optional<Cholesky> factored = Cholesky.of(matrix, n);
        if (factored.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        Cholesky factor = factored.get();
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) {
            residual[i] = y[i] - mean;
        }
        double[] alpha = factor.solve(residual);
        double fit = 0;
        double alphas = 0;
        for (int i = 0; i < n; i++) {
            fit += residual[i] * alpha[i];
            alphas += alpha[i];
        }
        double value = fit / 2 + factor.halfLogDeterminant();

        // ∂f/∂θ = Σ_ij G_ij ∂K_ij/∂θ with G = ½ (K⁻¹ − α αᵀ); off the diagonal each pair stands for two.
        double[][] inverse = factor.inverse();
        double trace = 0;
        double byNoise = 0;
        double bySignal = 0;
        int pair = 0;
        for (int i = 0; i < n; i++) {
            double[] row = inverse[i];
            for (int j = 0; j < i; j++, pair++) {
                double g = row[j] - alpha[i] * alpha[j];
                bySignal += g * covariance[pair];
                slopes[pair] *= g;
            }
            double g = (row[i] - alpha[i] * alpha[i]) / 2;
            trace += g;
            byNoise += g * noises[i];
        }
        for (int axis = 0; axis < axes; axis++) {
            gradient[axis] = Math.exp(-2 * theta[axis]) * dot(slopes, squares[axis]);
        }
        gradient[axes] = bySignal + trace * signal;
        gradient[axes + 1] = byNoise * noise;
        gradient[axes + 2] = -alphas;
        return value + priors(theta, gradient);
    }

    /** ln p(y | X, θ) + n/2 ln 2π. */
    double logLikelihood(double[] theta) {
        double[] gradient = new double[theta.length];
        double value = at(theta, gradient);
        return priors(theta, gradient) - value;
    }

    private double priors(double[] theta, double[] gradient) {
        double value = 0;
        for (int i = 0; i < theta.length; i++) {
            double mean = i < axes ? prior.mean() : i == axes + 1 ? NOISE_MEAN : 0;
            double deviation = i < axes ? prior.deviation() : i == axes + 1 ? NOISE_DEVIATION : 1;
            double off = (theta[i] - mean) / deviation;
            value += off * off / 2;
            gradient[i] += off / deviation;
        }
        return value;
    }

    private static double dot(double[] a, double[] b) {
        double even = 0;
        double odd = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            even += a[i] * b[i];
        }
        return (even + odd) + (third + fourth);
    }
}
