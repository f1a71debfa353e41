package dev.sextant.coordinator.search.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void agreesWithThePlatformEverywhere() {
        int count = 20_001;
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = (i - 10_000) * 0.0699;
        }
        double[] y = x.clone();

        Exponential.inPlace(y, count, new double[count]);

        for (int i = 0; i < count; i++) {
            assertThat(y[i] / Math.exp(x[i])).as("e^%s", x[i]).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void isCutOffFarOut() {
        double[] x = {-1e9, 0, 1e9, 5};

        Exponential.inPlace(x, 3, new double[3]);

        assertThat(x[0]).isPositive().isLessThan(1e-300);
        assertThat(x[1]).isEqualTo(1);
        assertThat(x[2]).isFinite().isGreaterThan(1e300);
        assertThat(x[3]).isEqualTo(5);
    }
}
