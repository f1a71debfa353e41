package dev.sextant.coordinator.search.gp;

import dev.sextant.coordinator.search.linalg.Cholesky;
import java.util.Arrays;
import java.util.Optional;

/**
 * The negative log posterior density of the hyperparameters θ given data, up to a constant, with its gradient:
 *
 * <pre>f(θ) = −ln p(y | X, θ) − ln p(θ)</pre>
 *
 * (GPML equations 2.30 and 5.9). The data have the covariance K = K_f + σ_n² diag(m) + jitter, where K_f is the Matérn
 * covariance and m_i the multiple of the noise variance of datum i. The priors are ln ℓ_d ~ {@link LengthScalePrior},
 * ln σ_f² ~ N(0, 1), ln σ_n² ~ N(ln 0.02, 1.5²) and mean ~ N(0, 1).
 *
 * <p>Reuses its work arrays. Not thread-safe.
 */
final class MarginalLikelihood implements QuasiNewton.Function {
    private static final double LOG_NOISE_MEAN = Math.log(0.02);
    private static final double LOG_NOISE_DEVIATION = 1.5;

    private final LengthScalePrior lengthScalePrior;
    private final double[] y;
    private final double[] noiseMultiples;
    private final int n;
    private final int axes;
    /**
     * Squared differences of each pair of points in each parameter: [D][n(n−1)/2]; the pair (i, j) with j < i is at
     * i(i−1)/2 + j.
     */
    private final double[][] squares;

    /** K_f of each pair at the latest θ. */
    private final double[] covariance;
    /** Common factor of the derivatives of K_f by ln ℓ, see {@link Matern#covariancesAndSlopes}. */
    private final double[] slopes;

    private final double[] work;
    private final double[] scratch;
    private final double[][] matrix;

    MarginalLikelihood(Embedding embedding, Observations data, LengthScalePrior lengthScalePrior) {
        this.axes = embedding.axes();
        this.lengthScalePrior = lengthScalePrior;
        this.y = data.y;
        this.noiseMultiples = data.noise;
        this.n = y.length;
        this.squares = squaredDifferences(embedding, data.x);
        int pairs = n * (n - 1) / 2;
        covariance = new double[pairs];
        slopes = new double[pairs];
        work = new double[pairs];
        scratch = new double[pairs];
        matrix = new double[n][n];
    }

    private static double[][] squaredDifferences(Embedding embedding, double[][] x) {
        int n = x.length;
        double[][] squares = new double[embedding.axes()][n * (n - 1) / 2];
        Distances distances = Distances.unscaled(embedding);
        double[] column = new double[n];
        for (int feature = 0; feature < distances.features(); feature++) {
            for (int i = 0; i < n; i++) {
                column[i] = x[i][feature];
            }
            double[] squaresOfAxis = squares[embedding.axisOf(feature)];
            for (int i = 0; i < n; i++) {
                distances.add(feature, column[i], column, i, squaresOfAxis, i * (i - 1) / 2);
            }
        }
        return squares;
    }

    @Override
    public double at(double[] theta, double[] gradient) {
        double signalVariance = Math.exp(theta[axes]);
        double noiseVariance = Math.exp(theta[axes + 1]);
        double mean = theta[axes + 2];
        computeCovariances(theta, signalVariance);
        Optional<Cholesky> factor = factor(signalVariance, noiseVariance);
        if (factor.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] residual = Arrays.stream(y).map(value -> value - mean).toArray();
        // α = K⁻¹ (y − mean)
        double[] alpha = factor.get().solve(residual);
        double negativeLogLikelihood =
                product(residual, alpha) / 2 + factor.get().halfLogDeterminant();
        computeGradient(
                theta, signalVariance, noiseVariance, alpha, factor.get().inverse(), gradient);
        return negativeLogLikelihood + addPriors(theta, gradient);
    }

    /** ln p(y | X, θ) + n/2 ln 2π. */
    double logLikelihood(double[] theta) {
        double[] gradient = new double[theta.length];
        double value = at(theta, gradient);
        return addPriors(theta, gradient) - value;
    }

    /** Sets {@link #covariance} and {@link #slopes}. */
    private void computeCovariances(double[] theta, double signalVariance) {
        Arrays.fill(covariance, 0);
        for (int axis = 0; axis < axes; axis++) {
            double weight = Math.exp(-2 * theta[axis]);
            double[] squaresOfAxis = squares[axis];
            for (int pair = 0; pair < covariance.length; pair++) {
                covariance[pair] += weight * squaresOfAxis[pair];
            }
        }
        Matern.covariancesAndSlopes(covariance, slopes, covariance.length, signalVariance, work, scratch);
    }

    /** The factor of K; empty when K is not positive definite. */
    private Optional<Cholesky> factor(double signalVariance, double noiseVariance) {
        int pair = 0;
        for (int i = 0; i < n; i++) {
            matrix[i][i] = signalVariance + noiseVariance * noiseMultiples[i] + Hyperparameters.JITTER;
            for (int j = 0; j < i; j++) {
                matrix[j][i] = covariance[pair++];
            }
        }
        return Cholesky.of(matrix, n);
    }

    /**
     * The gradient of −ln p(y | X, θ): ∂/∂θ = Σ_ij G_ij ∂K_ij/∂θ with G = ½ (K⁻¹ − α αᵀ). Off the diagonal each pair stands
     * for two elements. Multiplies {@link #slopes} by G.
     */
    private void computeGradient(
            double[] theta,
            double signalVariance,
            double noiseVariance,
            double[] alpha,
            double[][] inverse,
            double[] gradient) {
        double trace = 0;
        double noiseTerm = 0;
        double signalTerm = 0;
        int pair = 0;
        for (int i = 0; i < n; i++) {
            double[] row = inverse[i];
            for (int j = 0; j < i; j++, pair++) {
                double g = row[j] - alpha[i] * alpha[j];
                signalTerm += g * covariance[pair];
                slopes[pair] *= g;
            }
            double g = (row[i] - alpha[i] * alpha[i]) / 2;
            trace += g;
            noiseTerm += g * noiseMultiples[i];
        }
        for (int axis = 0; axis < axes; axis++) {
            gradient[axis] = Math.exp(-2 * theta[axis]) * dot(slopes, squares[axis]);
        }
        gradient[axes] = signalTerm + trace * signalVariance;
        gradient[axes + 1] = noiseTerm * noiseVariance;
        gradient[axes + 2] = -sum(alpha);
    }

    /** −ln p(θ) up to a constant; adds its gradient. */
    private double addPriors(double[] theta, double[] gradient) {
        double value = 0;
        for (int i = 0; i < theta.length; i++) {
            double mean = i < axes ? lengthScalePrior.mean() : i == axes + 1 ? LOG_NOISE_MEAN : 0;
            double deviation = i < axes ? lengthScalePrior.deviation() : i == axes + 1 ? LOG_NOISE_DEVIATION : 1;
            double standardized = (theta[i] - mean) / deviation;
            value += standardized * standardized / 2;
            gradient[i] += standardized / deviation;
        }
        return value;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The scalar product in four partial sums, which the processor computes in parallel. */
    private static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
