package dev.sextant.coordinator.search.points;

/** A sequence of points that is the same for every seed. Thread-safe if the sequence it takes them from is. */
public final class FixedPoints implements PointSet {
    private static final long SEED = 1;

    private final PointSet points;

    /**
     * Wraps a sequence of points.
     *
     * @param points the sequence, which is always used with the same seed
     */
    public FixedPoints(PointSet points) {
        this.points = points;
    }

    @Override
    public String name() {
        return points.name();
    }

    @Override
    public double[] point(long seed, int index, int dimensions) {
        return points.point(SEED, index, dimensions);
    }
}
