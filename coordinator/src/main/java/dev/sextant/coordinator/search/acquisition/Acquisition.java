package dev.sextant.coordinator.search.acquisition;

import dev.sextant.coordinator.search.gp.Prediction;
import java.util.Arrays;

/**
 * An acquisition function: how much a point is worth trying, given the mean μ and the standard deviation σ that a model
 * predicts there. Larger is better.
 */
public interface Acquisition {
    /** The name in the reasons of proposals. */
    String name();

    /** The value at point {@code i} of a prediction. */
    double at(Prediction prediction, int i);

    /** The values at all points of a prediction. */
    default double[] values(Prediction prediction) {
        double[] values = new double[prediction.size()];
        Arrays.setAll(values, i -> at(prediction, i));
        return values;
    }

    /**
     * The upper confidence bound μ_D + β σ_{D∪P} given data D and running trials P (GP-BUCB: Desautels et al., JMLR 15, 2014,
     * equation 7).
     */
    static Acquisition upperConfidenceBound(double beta) {
        return new Acquisition() {
            @Override
            public String name() {
                return "upper confidence bound";
            }

            @Override
            public double at(Prediction prediction, int i) {
                return prediction.mean(i) + beta * prediction.deviationGivenAll(i);
            }
        };
    }

    /**
     * Pure exploration of the region where the maximum could still be: σ_{D∪P} − 10 · max(0, m − μ_D − ½ β σ_D) (Contal et
     * al., ECML 2013, section 3.2; with the penalty of Song et al., The Vizier Gaussian process bandit algorithm, 2024,
     * section 3.5).
     *
     * @param bestMean m, the largest mean at the points of D
     */
    static Acquisition pureExploration(double beta, double bestMean) {
        return new Acquisition() {
            private static final double PENALTY = 10;

            @Override
            public String name() {
                return "pure exploration";
            }

            @Override
            public double at(Prediction prediction, int i) {
                double shortfall = bestMean - prediction.mean(i) - 0.5 * beta * prediction.deviation(i);
                return prediction.deviationGivenAll(i) - PENALTY * Math.max(0, shortfall);
            }
        };
    }
}
