package dev.sextant.coordinator.search.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConformalQuantileTest {
    /** 0.95 · (39 + 1) = 38 of 39. */
    @Test
    void leavesOutOneOfThirtyNine() {
        double[] residuals =
                IntStream.rangeClosed(1, 39).mapToDouble(i -> (i * 7) % 40).toArray();
        int[] trials = IntStream.range(0, 39).toArray();

        assertThat(ConformalQuantile.of(residuals, trials, 0.95)).isEqualTo(38);
    }

    @Test
    void isTheLargestOfTooFew() {
        assertThat(ConformalQuantile.of(new double[] {0.5, 3, -1}, new int[] {0, 1, 2}, 0.95))
                .isEqualTo(3);
    }

    /** Trial 0 alone counts as much as the four residuals of trial 1: ½ · (2 + 1) = 1.5 is reached with two of those. */
    @Test
    void countsAllResidualsOfATrialAsOne() {
        double[] residuals = {1, 10, 11, 12, 13};
        int[] trials = {0, 1, 1, 1, 1};

        assertThat(ConformalQuantile.of(residuals, trials, 0.5)).isEqualTo(11);
    }
}
