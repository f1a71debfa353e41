package dev.sextant.benchmarks.search;

import java.util.List;

/** What configurations come to, many at once. */
interface ScoredPoints {
    int dimensions();

    /** @param points [n × dimensions] of the unit cube */
    List<Score> scores(double[][] points);

    /**
     * What a full training comes to.
     *
     * @param best of all epochs: the configuration's score
     * @param last after the last epoch
     */
    record Score(double best, double last) {
        static Score of(double[] curve) {
            double best = Double.NEGATIVE_INFINITY;
            for (double value : curve) {
                best = Math.max(best, value);
            }
            return new Score(best, curve[curve.length - 1]);
        }
    }
}
