package dev.sextant.worker.image.optimize;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Progress of a metric for early stopping: its best value and the epochs without improvement. Immutable.
 *
 * @param bestEpoch epoch of the best value; 0 before the first value
 * @param best the best value; 0 before the first value
 * @param stale epochs since the best one
 */
public record Progress(
        @JsonProperty("bestEpoch") int bestEpoch, @JsonProperty("best") double best, @JsonProperty("stale") int stale) {

    /** Progress before the first value. */
    public static final Progress NONE = new Progress(0, 0, 0);

    /**
     * Returns the progress after another epoch.
     *
     * @param higherIsBetter whether the metric is maximized
     */
    public Progress after(int epoch, double value, boolean higherIsBetter) {
        boolean better = bestEpoch == 0 || (higherIsBetter ? value > best : value < best);
        return better ? new Progress(epoch, value, 0) : new Progress(bestEpoch, best, stale + 1);
    }

    /** Returns whether the last epoch was the best. */
    public boolean isBest() {
        return bestEpoch > 0 && stale == 0;
    }
}
