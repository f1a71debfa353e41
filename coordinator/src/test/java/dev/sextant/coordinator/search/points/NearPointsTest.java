package dev.sextant.coordinator.search.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class NearPointsTest {
    @Property
    void findsWhatALookAtAllPointsWouldFind(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 50) int count,
            @ForAll @IntRange(min = 1, max = 9) int dimensions,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double distance) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(point(random, dimensions));
        }
        NearPoints near = new NearPoints(points, distance);

        for (int i = 0; i < 20; i++) {
            double[] cube = point(random, dimensions);
            boolean any = points.stream().anyMatch(point -> euclidean(point, cube) < distance * Math.sqrt(dimensions));
            assertThat(near.anyNear(cube)).isEqualTo(any);
        }
    }

    @Property
    void findsThePointThatIsFurthestInSumOfAllThatAreNear(
            @ForAll @IntRange(min = 1, max = 9) int dimensions, @ForAll boolean above) {
        double[] middle = new double[dimensions];
        Arrays.fill(middle, 0.5);
        double[] other = new double[dimensions];
        Arrays.fill(other, 0.5 + (above ? 1 : -1) * 0.0999);
        double[] beyond = new double[dimensions];
        Arrays.fill(beyond, 0.5 + (above ? 1 : -1) * 0.1001);

        assertThat(new NearPoints(List.of(other), 0.1).anyNear(middle)).isTrue();
        assertThat(new NearPoints(List.of(beyond), 0.1).anyNear(middle)).isFalse();
    }

    /** Many coordinates alike, as those of categories and bounds are. */
    private static double[] point(SplittableRandom random, int dimensions) {
        return random.doubles(dimensions)
                .map(u -> u < 0.3 ? 0 : u > 0.8 ? 1 : u)
                .toArray();
    }

    private static double euclidean(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }
}
