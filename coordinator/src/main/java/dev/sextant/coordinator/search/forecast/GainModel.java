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
 * A Gaussian process over what trials gained on all ways between their epochs: the few trials that were trained to the top
 * say how the last stretch goes, the many others how shorter ones go.
 *
 * <p>How wide its bands have to be it takes from the trials themselves. Each one's gains are predicted without it; the
 * deviations that 5 % and 95 % of the trials stay below are the ends of the band (conformal prediction with normalised
 * residuals, Papadopoulos et al., Journal of Artificial Intelligence Research 40, 2011), which is never narrower than the
 * normal distribution says.
 *
 * <p>Not safe for use by several threads.
 */
public final class GainModel {
    /** Each end of a band lies beyond so many of the values. */
    private static final double REACHED = 0.95;
    /** Φ⁻¹(0.95). */
    private static final double LEAST_REACH = 1.6448536269514722;

    private final GainFeatures places;
    private final GaussianProcess process;
    /** Root of the mean square of the gains: the process learned them in this unit. */
    private final double unit;

    private final double below;
    private final double above;

    /** A value, and the band that it lies in. */
    public record Band(double low, double middle, double high) {}

    private GainModel(GainFeatures places, GaussianProcess process, double unit, double below, double above) {
        this.places = places;
        this.process = process;
        this.unit = unit;
        this.below = below;
        this.above = above;
    }

    /**
     * @param gains to learn from, at least one
     * @param forFit those to fit the hyperparameters to
     */
    public static GainModel learn(GainFeatures places, List<Gain> gains, List<Gain> forFit) {
        double[] targets = targets(places, gains);
        double square = Arrays.stream(targets).map(y -> y * y).average().orElseThrow();
        double unit = square > 0 ? Math.sqrt(square) : 1;
        Embedding embedding = places.embedding();
        Hyperparameters fitted = GaussianProcess.fit(
                embedding,
                Observations.of(features(places, forFit), inUnits(targets(places, forFit), unit)),
                LengthScalePrior.USUAL,
                ModelLimits.EVALUATIONS_OF_A_FIT);
        GaussianProcess process = GaussianProcess.given(
                embedding, fitted, Observations.of(features(places, gains), inUnits(targets, unit)));
        int[] trials = gains.stream().mapToInt(gain -> gain.trial().row()).toArray();
        double[] residuals = process.residualsLeftOut(trials);
        double[] negated = Arrays.stream(residuals).map(residual -> -residual).toArray();
        return new GainModel(
                places,
                process,
                unit,
                Math.max(LEAST_REACH, ResidualScale.of(negated, trials, REACHED)),
                Math.max(LEAST_REACH, ResidualScale.of(residuals, trials, REACHED)));
    }

    private static double[][] features(GainFeatures places, List<Gain> gains) {
        return gains.stream().map(gain -> gain.features(places)).toArray(double[][]::new);
    }

    private static double[] targets(GainFeatures places, List<Gain> gains) {
        return gains.stream().mapToDouble(gain -> gain.target(places)).toArray();
    }

    private static double[] inUnits(double[] targets, double unit) {
        return Arrays.stream(targets).map(y -> y / unit).toArray();
    }

    /** What a trial's best value will be after the top epoch: never less than it is now. */
    public Band atTop(RunningBest trial) {
        double[][] way = {places.features(trial.row(), trial.trained(), trial.now(), places.top())};
        Prediction prediction = process.predict(way, 1);
        double noise = process.hyperparameters().noiseVariance();
        double deviation = Math.sqrt(prediction.deviation(0) * prediction.deviation(0) + noise);
        return new Band(
                value(trial, prediction.mean(0) - below * deviation),
                value(trial, prediction.mean(0)),
                value(trial, prediction.mean(0) + above * deviation));
    }

    private double value(RunningBest trial, double gain) {
        double gained = gain * unit * places.spread(trial.trained(), places.top());
        if (gained <= 0) {
            return trial.now();
        }
        double value = places.scale().value(places.scale().scaled(trial.now()) + gained);
        return Math.max(trial.now(), Math.min(value, places.scale().ceiling()));
    }
}
