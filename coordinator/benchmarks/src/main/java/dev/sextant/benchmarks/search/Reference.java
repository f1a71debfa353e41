package dev.sextant.benchmarks.search;

/**
 * What scores of a task are measured by. A configuration's score is its best epoch's.
 *
 * @param best y*, the best score known
 * @param median score of a random configuration
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

    /** r = (y* − score) / (y* − median): 0 is the best known, 1 a random configuration. */
    double regret(double score) {
        return (best - score) / (best - median);
    }
}
