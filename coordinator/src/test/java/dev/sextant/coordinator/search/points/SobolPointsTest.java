package dev.sextant.coordinator.search.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SobolPointsTest {
    private final SobolPoints sobol = new SobolPoints();

    /** The first ten points in three dimensions, as Joe and Kuo publish them with their directions. */
    @Test
    void unscrambledPointsAreThePublishedOnes() {
        double[][] published = {
            {0, 0, 0},
            {0.5, 0.5, 0.5},
            {0.75, 0.25, 0.25},
            {0.25, 0.75, 0.75},
            {0.375, 0.375, 0.625},
            {0.875, 0.875, 0.125},
            {0.625, 0.125, 0.875},
            {0.125, 0.625, 0.375},
            {0.1875, 0.3125, 0.9375},
            {0.6875, 0.8125, 0.4375},
        };
        for (int index = 0; index < published.length; index++) {
            assertThat(sobol.unscrambled(index, 3)).as("point %d", index).containsExactly(published[index]);
        }
    }

    @Test
    void aPointDoesNotDependOnThePointsAskedBefore() {
        double[] inOrder = new double[0];
        for (int index = 0; index <= 1000; index++) {
            inOrder = sobol.point(5, index, 7);
        }

        assertThat(new SobolPoints().point(5, 1000, 7)).containsExactly(inOrder);
        sobol.point(5, 3, 7);
        assertThat(sobol.point(5, 1000, 7)).containsExactly(inOrder);
        assertThat(sobol.point(6, 1000, 7)).doesNotContain(inOrder);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 4711, Long.MAX_VALUE})
    void scramblingKeepsEachAxisStratified(long seed) {
        int m = 10;
        int dimensions = 20;
        for (int axis = 0; axis < dimensions; axis++) {
            BitSet taken = new BitSet();
            for (int index = 0; index < 1 << m; index++) {
                taken.set((int) (sobol.point(seed, index, dimensions)[axis] * (1 << m)));
            }
            assertThat(taken.cardinality()).as("intervals of axis %d", axis).isEqualTo(1 << m);
        }
    }

    /** The first two axes of the Sobol sequence are a (0,2)-sequence in base 2, and scrambling keeps them one. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 4711, Long.MAX_VALUE})
    void scramblingKeepsEveryElementaryIntervalOfTheFirstTwoAxes(long seed) {
        int m = 10;
        // The second block of 2^m points is a net as much as the first.
        for (int block = 0; block < 2; block++) {
            for (int a = 0; a <= m; a++) {
                BitSet taken = new BitSet();
                for (int index = 0; index < 1 << m; index++) {
                    double[] point = sobol.point(seed, (block << m) + index, 2);
                    int column = (int) (point[0] * (1 << a));
                    int row = (int) (point[1] * (1 << (m - a)));
                    taken.set((column << (m - a)) | row);
                }
                assertThat(taken.cardinality())
                        .as("boxes of 2^-%d by 2^-%d", a, m - a)
                        .isEqualTo(1 << m);
            }
        }
    }

    @Test
    void scramblingMovesEveryPointUniformly() {
        // The origin, over many seeds: mean ½ and variance 1/12, within 4 standard errors.
        int seeds = 4000;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < seeds; seed++) {
            double x = sobol.point(seed, 0, 3)[2];
            sum += x;
            squares += (x - 0.5) * (x - 0.5);
        }
        assertThat(sum / seeds).isBetween(0.5 - 0.0183, 0.5 + 0.0183);
        assertThat(squares / seeds).isBetween(1 / 12.0 - 0.0048, 1 / 12.0 + 0.0048);
    }

    @Test
    void axesBeyondTheDirectionsAreRandomButFixed() {
        double[] point = sobol.point(3, 17, 1200);

        assertThat(point).hasSize(1200);
        for (double position : point) {
            assertThat(position).isBetween(0.0, 1.0);
        }
        assertThat(new SobolPoints().point(3, 17, 1200)).containsExactly(point);
        assertThat(point[1100]).isNotEqualTo(sobol.point(3, 18, 1200)[1100]);
    }
}
