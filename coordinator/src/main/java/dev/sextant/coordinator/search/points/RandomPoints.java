package dev.sextant.coordinator.search.points;

/** Independent points, uniformly distributed in the unit cube. Stateless and thread-safe. */
public final class RandomPoints implements PointSet {
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x52414e44L;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public double[] point(long seed, int index, int dimensions) {
        double[] point = new double[dimensions];
        long state = HashedRandom.bits(STREAM, seed, index);
        for (int axis = 0; axis < dimensions; axis++) {
            point[axis] = HashedRandom.uniform(HashedRandom.bits(state, axis));
        }
        return point;
    }
}
