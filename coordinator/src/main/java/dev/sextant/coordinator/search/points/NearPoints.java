package dev.sextant.coordinator.search.points;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points of the unit cube, of which one asks whether any lies near another point. They stand in the order of the sums of
 * their coordinates: those that are near have sums that are, which leaves few to look at. Immutable.
 */
public final class NearPoints {
    /** Sums are rounded; whether a point is near is decided by its distance alone. */
    private static final double ROUNDING = 1e-9;

    private final double distance;
    private final double[][] points;
    private final double[] sums;

    /**
     * @param points [any number][D], kept
     * @param distance near is less than this times √D
     */
    public NearPoints(List<double[]> points, double distance) {
        this.distance = distance;
        double[] of = points.stream().mapToDouble(NearPoints::sum).toArray();
        int[] order = IntStream.range(0, of.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> of[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.points = IntStream.of(order).mapToObj(points::get).toArray(double[][]::new);
        sums = IntStream.of(order).mapToDouble(i -> of[i]).toArray();
    }

    /** Whether one of the points lies near. */
    public boolean anyNear(double[] cube) {
        double sum = sum(cube);
        // Cauchy and Schwarz: sums differ by √D times the distance at most.
        double reach = distance * cube.length + ROUNDING;
        int from = Arrays.binarySearch(sums, sum - reach);
        for (int i = from < 0 ? -1 - from : from; i < sums.length && sums[i] <= sum + reach; i++) {
            if (areNear(points[i], cube, distance)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether two points lie near one another.
     *
     * @param distance less than this times √D
     */
    public static boolean areNear(double[] one, double[] other, double distance) {
        double limit = distance * distance * one.length;
        double sum = 0;
        for (int axis = 0; axis < one.length && sum < limit; axis++) {
            double difference = one[axis] - other[axis];
            sum += difference * difference;
        }
        return sum < limit;
    }

    private static double sum(double[] point) {
        double sum = 0;
        for (double coordinate : point) {
            sum += coordinate;
        }
        return sum;
    }
}
