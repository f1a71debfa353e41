package dev.sextant.worker.curve;

import dev.sextant.common.random.SplitMix64;
import java.util.SplittableRandom;

/**
 * The curve that one trial replays: a row of a table and noise of its own.
 *
 * @param seed the trial's; with the epoch it fixes the noise
 * @param noise standard deviation of the normal noise added to each value; 0 for none
 */
record RecordedCurve(CurveTable table, int row, String metric, long seed, double noise) {
    int epochs() {
        return table.epochs(row);
    }

    /** @param epoch in [1, {@link #epochs}] */
    double value(int epoch) {
        double recorded = table.value(row, epoch);
        if (noise == 0) {
            return recorded;
        }
        return recorded + noise * new SplittableRandom(seed ^ (epoch * SplitMix64.GOLDEN_GAMMA)).nextGaussian();
    }
}
