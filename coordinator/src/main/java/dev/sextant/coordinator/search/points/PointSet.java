package dev.sextant.coordinator.search.points;

/** A sequence of points of the unit cube that is fixed by a seed. */
public interface PointSet {
    /** The name of the algorithm that takes its configurations from these points. */
    String name();

    /**
     * @param index from 0
     * @return [dimensions], each in [0, 1]
     */
    double[] point(long seed, int index, int dimensions);
}
