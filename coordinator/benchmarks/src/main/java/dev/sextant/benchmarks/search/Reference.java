package dev.sextant.benchmarks.search;

/**
 * What scores of a task are measured by. A configuration's score is its best epoch's.
 *
 * @param best y*, the best score known
 * @param median what half of random configurations are better than after their last epoch
 * @param randomBestOf220 RS220, the expected best score of 220 random configurations
 */
record Reference(double best, double median, double randomBestOf220) {
    static final int RANDOM_RUNS = 220;

    Reference {
        if (!(best > median)) {
            throw new IllegalArgumentException(
                    "best known score (" + best + ") must be above the median (" + median + ")");
        }
    }

    /** r = (y* − score) / (y* − median): 0 is the best known, 1 the median of random configurations. */
    double regret(double score) {
        return (best - score) / (best - median);
    }
}
