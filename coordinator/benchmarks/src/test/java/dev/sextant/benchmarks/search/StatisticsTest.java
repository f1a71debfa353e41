package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** numpy 2: np.quantile([3, 1, 4, 1, 5, 9, 2, 6], q) for q in (0, .25, .5, .99, 1). */
    @Test
    void quantilesAreNumpys() {
        Quantiles quantiles = Quantiles.of(3, 1, 4, 1, 5, 9, 2, 6);

        assertThat(quantiles.at(0)).isEqualTo(1);
        assertThat(quantiles.at(0.25)).isEqualTo(1.75);
        assertThat(quantiles.at(0.5)).isEqualTo(3.5);
        assertThat(quantiles.at(0.99)).isCloseTo(8.79, within(1e-12));
        assertThat(quantiles.at(1)).isEqualTo(9);
    }

    @Test
    void quantilesTakeInfinitiesForUnreached() {
        double infinite = Double.POSITIVE_INFINITY;

        assertThat(Quantiles.of(1, 2, infinite, infinite).at(0.5)).isEqualTo(infinite);
        assertThat(Quantiles.of(1, 2, 3, infinite).at(0.5)).isEqualTo(2.5);
        assertThat(Quantiles.of(infinite, infinite).at(0.3)).isEqualTo(infinite);
    }

    /** By counting: of the 10 triples of 1..5 the largest is 3 once, 4 three times, 5 six times. */
    @Test
    void expectedBestIsTheMeanOverAllDraws() {
        assertThat(ExpectedBest.of(new double[] {5, 3, 1, 2, 4}, 3))
                .isCloseTo((3 + 4 * 3 + 5 * 6) / 10.0, within(1e-12));
        assertThat(ExpectedBest.of(new double[] {5, 3, 1, 2, 4}, 1)).isCloseTo(3, within(1e-12));
        assertThat(ExpectedBest.of(new double[] {5, 3, 1, 2, 4}, 5)).isCloseTo(5, within(1e-12));
        assertThatThrownBy(() -> ExpectedBest.of(new double[] {1}, 2)).hasMessageContaining("Cannot draw 2 of 1");
    }

    /** The expected maximum of m uniform numbers is m / (m + 1). */
    @Test
    void expectedBestOfManyAgreesWithTheory() {
        double[] scores = IntStream.range(0, 100_000)
                .mapToDouble(i -> (i + 0.5) / 100_000)
                .toArray();

        assertThat(ExpectedBest.of(scores, 220)).isCloseTo(220.0 / 221, within(1e-4));
    }

    @Test
    void bootstrapOfTheMeanIsAsWideAsTheoryHasIt() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, double[]> byTask = new HashMap<>();
        double sum = 0;
        double squares = 0;
        for (int task = 0; task < 40; task++) {
            double effect = random.nextGaussian();
            byTask.put("task" + task, new double[] {effect, effect, effect, effect});
            sum += effect;
            squares += effect * effect;
        }
        double mean = sum / 40;
        double error = Math.sqrt((squares / 40 - mean * mean) / 40);

        Bootstrap.Interval interval = Bootstrap.of(byTask, Group::mean);

        // Runs of a task are not independent: four times as many runs do not halve the interval.
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.15 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.15 * error));
    }

    @Test
    void bootstrapOfARatioDrawsTheSameTasksForBoth() {
        Map<String, double[]> once = Map.of("easy", new double[] {1, 2}, "hard", new double[] {100, 300});
        Map<String, double[]> thrice = Map.of("easy", new double[] {3, 6}, "hard", new double[] {300, 900});

        Bootstrap.Interval interval = Bootstrap.ofRatio(thrice, once, Group::mean);

        assertThat(interval.low()).isCloseTo(3, within(1e-12));
        assertThat(interval.high()).isCloseTo(3, within(1e-12));
    }
}
