package dev.sextant.coordinator.search.points;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds out whether any of a set of points of the unit cube lies near another point. Two points with the Euclidean distance r
 * have coordinate sums that differ by √D · r at most (Cauchy–Schwarz). Points are therefore sorted by their coordinate sums,
 * and only those with a similar sum are compared. Immutable.
 */
public final class NearPoints {
    /** Allowance for rounding errors of the sums. */
    private static final double ROUNDING = 1e-9;

    private final double distance;
    private final double[][] points;
    private final double[] sums;

    /**
     * A set of points.
     *
     * @param points [D] each, held without copying them
     * @param distance points are near when their distance is less than this times √D
     */
    public NearPoints(List<double[]> points, double distance) {
        this.distance = distance;
        double[] unsortedSums = points.stream().mapToDouble(NearPoints::sum).toArray();
        int[] order = IntStream.range(0, unsortedSums.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> unsortedSums[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.points = IntStream.of(order).mapToObj(points::get).toArray(double[][]::new);
        sums = IntStream.of(order).mapToDouble(i -> unsortedSums[i]).toArray();
    }

    /** Whether one of the points lies near a point. */
    public boolean anyNear(double[] cube) {
        double sum = sum(cube);
        double largestDifference = distance * cube.length + ROUNDING;
        int found = Arrays.binarySearch(sums, sum - largestDifference);
        for (int i = found < 0 ? -1 - found : found; i < sums.length && sums[i] <= sum + largestDifference; i++) {
            if (areNear(points[i], cube, distance)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the distance of two points is less than {@code distance} · √D.
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
