package dev.sextant.coordinator.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuasiNewtonTest {
    private static double rosenbrock(double[] x, double[] gradient) {
        double a = 1 - x[0];
        double b = x[1] - x[0] * x[0];
        gradient[0] = -2 * a - 400 * x[0] * b;
        gradient[1] = 200 * b;
        return a * a + 100 * b * b;
    }

    @Test
    void findsTheMinimumOfRosenbrocksFunction() {
        double[] found = QuasiNewton.minimum(
                QuasiNewtonTest::rosenbrock, new double[] {-1.2, 1}, new double[] {-3, -3}, new double[] {3, 3}, 200);

        assertThat(found).containsExactly(new double[] {1, 1}, within(0.02));
    }

    @Test
    void staysInsideItsBoundsAndFindsTheMinimumOnOne() {
        double[] found = QuasiNewton.minimum(
                QuasiNewtonTest::rosenbrock, new double[] {-1.2, 1}, new double[] {-3, -3}, new double[] {0.5, 3}, 200);

        assertThat(found).containsExactly(new double[] {0.5, 0.25}, within(0.01));
    }

    @Test
    void asksNoMoreOftenThanAllowed() {
        int[] asked = {0};
        QuasiNewton.minimum(
                (x, gradient) -> {
                    asked[0]++;
                    return rosenbrock(x, gradient);
                },
                new double[] {-1.2, 1},
                new double[] {-3, -3},
                new double[] {3, 3},
                7);

        assertThat(asked[0]).isLessThanOrEqualTo(7);
    }
}
