package dev.sextant.coordinator.search.points;

/** Points that are the same in every study: those of another set for one seed. */
public final class FixedPoints implements PointSet {
    private static final long SEED = 1;

    private final PointSet points;

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
