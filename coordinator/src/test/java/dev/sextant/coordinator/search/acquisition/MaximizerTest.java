package dev.sextant.coordinator.search.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MaximizerTest {
    private static final Maximizer MAXIMISER = new Maximizer(1000, 6, 20, 12);

    /** Largest at (1, 0.3, 0.3, ...): the first coordinate on its bound. */
    private static double[] corner(double[][] points) {
        double[] values = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            values[i] = 3 * points[i][0];
            for (int axis = 1; axis < points[i].length; axis++) {
                values[i] -= (points[i][axis] - 0.3) * (points[i][axis] - 0.3);
            }
        }
        return values;
    }

    @Test
    void findsAMaximumOnABound() {
        for (long seed = 0; seed < 20; seed++) {
            Maximizer.Maximum best = MAXIMISER
                    .maximize(MaximizerTest::corner, Box.unit(7), List.of(), new SplittableRandom(seed))
                    .get(0);

            assertThat(best.point()[0]).as("seed %d", seed).isEqualTo(1);
            assertThat(best.value()).as("seed %d", seed).isCloseTo(3, within(0.05));
        }
    }

    @Test
    void startsFromWhatIsPromising() {
        double[] needle = {0.123, 0.456, 0.789, 0.321, 0.654, 0.987, 0.111};
        Maximizer.Function narrow = points -> {
            double[] values = new double[points.length];
            for (int i = 0; i < points.length; i++) {
                double squares = 0;
                for (int axis = 0; axis < needle.length; axis++) {
                    squares += Math.pow(points[i][axis] - needle[axis], 2);
                }
                values[i] = Math.exp(-squares / 0.002);
            }
            return values;
        };
        double[] near = needle.clone();
        near[0] += 0.05;

        assertThat(MAXIMISER
                        .maximize(narrow, Box.unit(7), List.of(near), new SplittableRandom(1))
                        .get(0)
                        .value())
                .isGreaterThan(0.8);
    }

    @Test
    void returnsItsBestFirst() {
        List<Maximizer.Maximum> found =
                MAXIMISER.maximize(MaximizerTest::corner, Box.unit(3), List.of(), new SplittableRandom(2));

        assertThat(found).hasSize(6);
        for (int i = 1; i < found.size(); i++) {
            assertThat(found.get(i).value())
                    .isLessThanOrEqualTo(found.get(i - 1).value());
        }
    }

    @Test
    void staysInItsBoxWhateverIsPromising() {
        Box box = new Box(new double[] {0.2, 0, 0.5}, new double[] {0.6, 1, 0.5});
        List<double[]> outside = List.of(new double[] {1, 1, 1});

        List<Maximizer.Maximum> found = MAXIMISER.maximize(
                points -> {
                    for (double[] point : points) {
                        assertThat(point[0]).isBetween(0.2, 0.6);
                        assertThat(point[1]).isBetween(0.0, 1.0);
                        assertThat(point[2]).isEqualTo(0.5);
                    }
                    return corner(points);
                },
                box,
                outside,
                new SplittableRandom(2));

        assertThat(found.get(0).point()[0]).as("the bound of the box").isEqualTo(0.6);
    }
}
