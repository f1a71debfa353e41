package dev.sextant.benchmarks.search;

import java.util.List;

/** The scores of many points of the unit cube at once. */
interface ScoredPoints {
    /** Number of coordinates of a point. */
    int dimensions();

    /**
     * The scores of points.
     *
     * @param points [n][dimensions]
     */
    List<Score> scores(double[][] points);

    /**
     * The result of a full training.
     *
     * @param best best value of all epochs: the score of the configuration
     * @param last value after the last epoch
     */
    record Score(double best, double last) {
        /** The result of a curve. */
        static Score of(double[] curve) {
            double best = Double.NEGATIVE_INFINITY;
            for (double value : curve) {
                best = Math.max(best, value);
            }
            return new Score(best, curve[curve.length - 1]);
        }
    }
}
