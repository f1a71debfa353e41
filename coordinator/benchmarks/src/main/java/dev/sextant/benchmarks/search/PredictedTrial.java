package dev.sextant.benchmarks.search;

import dev.sextant.coordinator.search.CurveExtrapolation;

/**
 * What was said of a trial that a study left below the top, beside what it came to. Larger is better.
 *
 * @param now its best value in the study
 * @param meanGain what the trials at the top gained, on average, from the epoch at which this one stands
 * @param end its best value once it is trained to the top
 */
record PredictedTrial(double now, double meanGain, CurveExtrapolation.Expected expected, double end) {
    /** Values are read from tables with few digits. */
    private static final double ROUNDING = 1e-9;

    boolean isInside() {
        return end >= expected.low() - ROUNDING && end <= expected.high() + ROUNDING;
    }

    boolean isAbove() {
        return end > expected.high() + ROUNDING;
    }

    double errorIfItStays() {
        return Math.abs(end - now);
    }

    double errorByMeanGain() {
        return Math.abs(end - now - meanGain);
    }

    double error() {
        return Math.abs(end - expected.value());
    }

    double width() {
        return expected.high() - expected.low();
    }
}
