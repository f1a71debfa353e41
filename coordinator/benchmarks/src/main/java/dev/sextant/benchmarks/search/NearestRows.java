package dev.sextant.benchmarks.search;

import java.util.BitSet;

/** The rows of a table, each taken once: the unused row that is nearest to a point of the unit cube. Not thread-safe. */
final class NearestRows {
    private final double[][] points;
    private final BitSet used = new BitSet();

    /** @param points points of the rows, [rows][d], each coordinate in [0, 1] */
    NearestRows(double[][] points) {
        this.points = points;
    }

    /**
     * Takes the unused row with the smallest Euclidean distance; among equal ones the first.
     *
     * @throws IllegalStateException when all rows are taken
     */
    int take(double[] point) {
        int nearest = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int row = used.nextClearBit(0); row < points.length; row = used.nextClearBit(row + 1)) {
            double squared = 0;
            for (int axis = 0; axis < point.length; axis++) {
                double difference = points[row][axis] - point[axis];
                squared += difference * difference;
            }
            if (squared < smallest) {
                smallest = squared;
                nearest = row;
            }
        }
        if (nearest < 0) {
            throw new IllegalStateException("All " + points.length + " rows of the table are used");
        }
        used.set(nearest);
        return nearest;
    }
}
