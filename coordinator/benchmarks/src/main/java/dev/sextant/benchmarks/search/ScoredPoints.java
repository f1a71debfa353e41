package dev.sextant.benchmarks.search;

/** The scores of configurations, many at once. */
interface ScoredPoints {
    int dimensions();

    /**
     * @param points [n × dimensions] of the unit cube
     * @return [n]
     */
    double[] scores(double[][] points);
}
