package dev.sextant.coordinator.search.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValueScaleTest {
    private static final ValueScale SCALE = new ValueScale(new double[] {5, 1, 4, 2, 3});

    /** Median 3, quartiles 2 and 4: s = 2 / 1.349; asinh(1) = ln(1 + √2). */
    @Test
    void measuresFromTheMedianInUnitsOfTheQuartiles() {
        assertThat(SCALE.scaled(3)).isZero();
        assertThat(SCALE.scaled(3 + 2 / 1.349)).isCloseTo(Math.log(1 + Math.sqrt(2)), within(1e-12));
        assertThat(SCALE.scaled(3 - 2 / 1.349)).isCloseTo(-Math.log(1 + Math.sqrt(2)), within(1e-12));
    }

    /** Nine of ten at chance: s = (0.9 − 0.05) / 5. */
    @Test
    void keepsTheBestInSightWhereMostAreStuck() {
        ValueScale stuck = new ValueScale(new double[] {.05, .05, .05, .05, .05, .05, .05, .05, .05, .9});

        assertThat(stuck.scaled(.05)).isZero();
        assertThat(stuck.value(Math.log(1 + Math.sqrt(2)))).isCloseTo(0.05 + 0.85 / 5, within(1e-12));
    }

    /** A loss just before it diverged. */
    @Test
    void measuresWhatIsImmenselyFar() {
        assertThat(SCALE.scaled(1e300)).isCloseTo(Math.log(2e300 * 1.349 / 2), within(1e-9));
        assertThat(SCALE.scaled(-1e300)).isEqualTo(-SCALE.scaled(1e300));
    }

    @Test
    void findsTheWayBack() {
        for (double value : new double[] {-1e9, -3, 0, 2.9999, 3, 12, 1e9}) {
            assertThat(SCALE.value(SCALE.scaled(value))).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
        }
    }

    @Test
    void quantileCountsSmallerValuesAndHalfOfTheEqualOnes() {
        assertThat(SCALE.quantileOf(0)).isZero();
        assertThat(SCALE.quantileOf(1)).isEqualTo(0.1);
        assertThat(SCALE.quantileOf(2.5)).isEqualTo(0.4);
        assertThat(SCALE.quantileOf(6)).isEqualTo(1);
        assertThat(new ValueScale(new double[] {1, 2, 2, 3}).quantileOf(2)).isEqualTo(0.5);
    }

    @Test
    void sharesEndAtOneAndLossesAtZero() {
        assertThat(new ValueScale(new double[] {0, 0.5, 1}).ceiling()).isEqualTo(1);
        assertThat(new ValueScale(new double[] {-3, -0.5, 0}).ceiling()).isZero();
        assertThat(new ValueScale(new double[] {-1, 0.5}).ceiling()).isInfinite();
        assertThat(new ValueScale(new double[] {0.5, 1.5}).ceiling()).isInfinite();
    }

    @Test
    void equalValuesHaveAScaleToo() {
        ValueScale equal = new ValueScale(new double[] {7, 7, 7});

        assertThat(equal.scaled(7)).isZero();
        assertThat(equal.value(equal.scaled(8))).isCloseTo(8, within(1e-12));
    }
}
