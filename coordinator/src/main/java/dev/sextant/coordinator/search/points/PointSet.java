package dev.sextant.coordinator.search.points;

/** A sequence of points of the unit cube, determined by a seed. */
public interface PointSet {
    /** Name of the algorithm that takes its configurations from these points. */
    String name();

    /**
     * A point of the sequence.
     *
     * @param index index of the point, from 0
     * @return [dimensions], each in [0, 1]
     */
    double[] point(long seed, int index, int dimensions);
}
