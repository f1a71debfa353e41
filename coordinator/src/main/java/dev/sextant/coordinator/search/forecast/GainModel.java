package dev.sextant.coordinator.search.forecast;

import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.model.ModelLimits;
import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian process over the gains of trials between any two of their epochs. The few trials at the top show how the last
 * epochs go, the many others how earlier epochs go.
 *
 * <p>Prediction intervals are conformal with normalized residuals (Papadopoulos et al., Journal of Artificial Intelligence
 * Research 40, 2011). The gains of each trial are predicted without the trial; the residuals, in standard deviations, that
 * 5 % and 95 % of the trials stay below are the ends of the interval. It is never narrower than that of the normal
 * distribution.
 *
 * <p>Not thread-safe.
 */
public final class GainModel {
    /** Share of the values below the upper end of an interval, and above its lower end. */
    private static final double ONE_SIDED_CONFIDENCE = 0.95;
    /** Φ⁻¹(0.95). */
    private static final double NORMAL_QUANTILE = 1.6448536269514722;

    private final GainFeatures features;
    private final GaussianProcess process;
    /** Root mean square of the targets, by which they are divided. */
    private final double unit;
    /** Distance of the ends of an interval from its middle, in standard deviations. */
    private final double below;

    private final double above;

    /** A predicted value with its prediction interval; larger is better. */
    public record Interval(double low, double middle, double high) {}

    private GainModel(GainFeatures features, GaussianProcess process, double unit, double below, double above) {
        this.features = features;
        this.process = process;
        this.unit = unit;
        this.below = below;
        this.above = above;
    }

    /**
     * Learns from gains.
     *
     * @param gains at least one
     * @param fitGains those to which the hyperparameters are fitted
     */
    public static GainModel learn(GainFeatures features, List<Gain> gains, List<Gain> fitGains) {
        double[] targets = targets(features, gains);
        double meanSquare = Arrays.stream(targets).map(y -> y * y).average().orElseThrow();
        double unit = meanSquare > 0 ? Math.sqrt(meanSquare) : 1;
        Embedding embedding = features.embedding();
        Hyperparameters fitted = GaussianProcess.fit(
                embedding,
                observations(features, fitGains, targets(features, fitGains), unit),
                LengthScalePrior.DEFAULT,
                ModelLimits.FIT_EVALUATIONS);
        GaussianProcess process =
                GaussianProcess.given(embedding, fitted, observations(features, gains, targets, unit));
        int[] trials = gains.stream().mapToInt(gain -> gain.trial().row()).toArray();
        double[] residuals = process.leaveGroupOutResiduals(trials);
        double[] negated = Arrays.stream(residuals).map(residual -> -residual).toArray();
        return new GainModel(
                features,
                process,
                unit,
                Math.max(NORMAL_QUANTILE, ConformalQuantile.of(negated, trials, ONE_SIDED_CONFIDENCE)),
                Math.max(NORMAL_QUANTILE, ConformalQuantile.of(residuals, trials, ONE_SIDED_CONFIDENCE)));
    }

    private static Observations observations(GainFeatures features, List<Gain> gains, double[] targets, double unit) {
        return Observations.of(
                gains.stream().map(gain -> gain.features(features)).toArray(double[][]::new),
                Arrays.stream(targets).map(y -> y / unit).toArray());
    }

    private static double[] targets(GainFeatures features, List<Gain> gains) {
        return gains.stream().mapToDouble(gain -> gain.target(features)).toArray();
    }

    /** The predicted best value of a trial after the top epoch; never less than its best value so far. */
    public Interval atTop(RunningBest trial) {
        double[][] point = {features.of(trial.row(), trial.epochsTrained(), trial.latest(), features.top())};
        Prediction prediction = process.predict(point, 1);
        double noise = process.hyperparameters().noiseVariance();
        double deviation = Math.sqrt(prediction.deviation(0) * prediction.deviation(0) + noise);
        return new Interval(
                valueAfter(trial, prediction.mean(0) - below * deviation),
                valueAfter(trial, prediction.mean(0)),
                valueAfter(trial, prediction.mean(0) + above * deviation));
    }

    /** The trial's value at the top when it gains so many units. */
    private double valueAfter(RunningBest trial, double units) {
        double gain = units * unit * features.spread(trial.epochsTrained(), features.top());
        if (gain <= 0) {
            return trial.latest();
        }
        double value = features.scale().value(features.scale().scaled(trial.latest()) + gain);
        return Math.max(trial.latest(), Math.min(value, features.scale().ceiling()));
    }
}
