package dev.sextant.worker.curve;

import dev.sextant.common.random.SplitMix64;
import java.util.SplittableRandom;

/**
 * Curve that one trial replays: a row of a table with noise of its own.
 *
 * @param table the table
 * @param row index of the row, from 0
 * @param metric name of the metric
 * @param seed seed of the trial, which determines the noise together with the epoch
 * @param noise standard deviation of the normal noise added to each value; 0 for none
 */
record RecordedCurve(CurveTable table, int row, String metric, long seed, double noise) {
    /** Returns the number of epochs of the curve. */
    int epochs() {
        return table.epochs(row);
    }

    /**
     * Returns the value after an epoch.
     *
     * @param epoch 1 to {@link #epochs}
     */
    double value(int epoch) {
        double recorded = table.value(row, epoch);
        if (noise == 0) {
            return recorded;
        }
        return recorded + noise * new SplittableRandom(seed ^ (epoch * SplitMix64.GOLDEN_GAMMA)).nextGaussian();
    }
}
