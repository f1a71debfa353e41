package dev.sextant.worker.image.optimize;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a metric went: the best value and for how long there was none better. Immutable.
 *
 * @param bestEpoch the epoch of the best value; 0 before the first value
 * @param best the best value; 0 before the first
 * @param stale epochs since
 */
public record Progress(
        @JsonProperty("bestEpoch") int bestEpoch, @JsonProperty("best") double best, @JsonProperty("stale") int stale) {

    /** Before the first value. */
    public static final Progress NONE = new Progress(0, 0, 0);

    /**
     * After one more epoch.
     *
     * @param higherIsBetter the metric's direction
     */
    public Progress after(int epoch, double value, boolean higherIsBetter) {
        boolean better = bestEpoch == 0 || (higherIsBetter ? value > best : value < best);
        return better ? new Progress(epoch, value, 0) : new Progress(bestEpoch, best, stale + 1);
    }

    /** Whether the last epoch was the best. */
    public boolean isBest() {
        return bestEpoch > 0 && stale == 0;
    }
}
