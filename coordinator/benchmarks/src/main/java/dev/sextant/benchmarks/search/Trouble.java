package dev.sextant.benchmarks.search;

/**
 * What comes between a configuration and its measurements.
 *
 * @param misleading epochs before the last measure half the score of another configuration
 * @param failing share of configurations that fail within the first ten epochs
 * @param nan share of configurations that measure NaN from an epoch within the first ten on
 * @param noise standard deviation of what is added to every measurement
 */
record Trouble(boolean misleading, double failing, double nan, double noise) {
    static final Trouble NONE = new Trouble(false, 0, 0, 0);
}
