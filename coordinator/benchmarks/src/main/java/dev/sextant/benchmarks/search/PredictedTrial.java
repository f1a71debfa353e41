package dev.sextant.benchmarks.search;

import dev.sextant.coordinator.search.CurveExtrapolation;

/**
 * A trial below the top rung with its predicted and its actual final value. Larger is better.
 *
 * @param now its best value in the study
 * @param meanGain mean gain of the trials at the top from the epoch that this trial has reached
 * @param expected its predicted value at the top
 * @param end its best value after training to the top
 */
record PredictedTrial(double now, double meanGain, CurveExtrapolation.Expected expected, double end) {
    /** Tolerance, because the values of tables have few digits. */
    private static final double ROUNDING = 1e-9;

    /** Whether the final value lies in the prediction interval. */
    boolean isInside() {
        return end >= expected.low() - ROUNDING && end <= expected.high() + ROUNDING;
    }

    /** Whether the final value lies above the prediction interval. */
    boolean isAbove() {
        return end > expected.high() + ROUNDING;
    }

    /** The error of predicting no further gain. */
    double errorIfItStays() {
        return Math.abs(end - now);
    }

    /** The error of predicting the mean gain. */
    double errorByMeanGain() {
        return Math.abs(end - now - meanGain);
    }

    /** The error of the prediction. */
    double error() {
        return Math.abs(end - expected.value());
    }

    /** The width of the prediction interval. */
    double width() {
        return expected.high() - expected.low();
    }
}
