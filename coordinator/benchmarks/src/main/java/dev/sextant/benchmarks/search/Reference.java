package dev.sextant.benchmarks.search;

/**
 * Reference scores of a task. The score of a configuration is its best value over a full training.
 *
 * @param best y*, the best known score
 * @param median median value of random configurations after the last epoch
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

    /** Normalized regret r = (y* − score) / (y* − median): 0 for the best known score, 1 for the median. */
    double regret(double score) {
        return (best - score) / (best - median);
    }
}
