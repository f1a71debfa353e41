package dev.sextant.coordinator.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Densities against numbers from other programs. */
class KernelDensityTest {
    private static final Axes AXES = new Axes(new SearchSpace(List.of(
            new ContinuousParameter("a", 0, 1, Scale.LINEAR, Optional.empty()),
            new ContinuousParameter("b", 0, 1, Scale.LINEAR, Optional.empty()),
            new CategoricalParameter("c", List.of("x", "y", "z"), Optional.empty()))));
    private static final List<double[]> POINTS =
            List.of(point(0.1, 0.5, 0), point(0.15, 0.52, 0), point(0.4, 0.99, 1), point(0.93, 0.02, 2));
    private static final List<double[]> QUERIES =
            List.of(point(0.12, 0.5, 0), point(0.7, 0.3, 1), point(0, 1, 2), point(1, 0.03, 2));

    private static double[] point(double a, double b, int c) {
        return new double[] {a, b, (c + 0.5) / 3};
    }

    private static double[] logsAt(KernelDensity density) {
        return QUERIES.stream().mapToDouble(density::logAt).toArray();
    }

    /**
     * Optuna 4.5.0, {@code _ParzenEstimator(...).log_pdf} with prior_weight 1, magic clip, equal weights, multivariate, on
     * the same points and queries.
     */
    @Test
    void densityOfTpeIsOptunas() {
        KernelDensity density =
                new KernelDensity(AXES, POINTS, Bandwidths.ofMultivariateTpe(AXES, POINTS.size()), true);

        assertThat(logsAt(density))
                .containsExactly(
                        new double[] {0.8237554892093858, -2.233248455841066, -2.5836783529806877, 0.7978740347659593},
                        within(1e-12));
    }

    /** statsmodels 0.15.0, {@code KDEMultivariate(data, 'ccu', 'normal_reference').bw}; scipy 1.17.1's truncnorm. */
    @Test
    void densityOfBohbIsStatsmodelsCutOffAtTheBounds() {
        Bandwidths widths = Bandwidths.ofNormalReference(AXES, POINTS);

        assertThat(widths.at(0)).isCloseTo(0.28619474, within(1e-8));
        assertThat(widths.at(1)).isCloseTo(0.29828256, within(1e-8));
        // By the rule 0.72, which would make a kernel's own value the least probable.
        assertThat(widths.at(2)).isEqualTo(2.0 / 3);
        assertThat(logsAt(new KernelDensity(AXES, POINTS, widths, false)))
                .containsExactly(
                        new double[] {-0.5634417923334224, -1.2118067651394144, -1.3965398474228303, -0.7297695567004774
                        },
                        within(1e-9));
    }

    /** statsmodels 0.15.0, {@code KDEMultivariate(data, 'ccu', 'normal_reference').pdf}. */
    @Test
    void farFromTheBoundsDensityOfBohbIsStatsmodels() {
        List<double[]> points = List.of(
                point(0.5, 0.5, 0),
                point(0.52, 0.49, 0),
                point(0.48, 0.51, 1),
                point(0.51, 0.52, 1),
                point(0.5, 0.47, 2));
        KernelDensity density = new KernelDensity(AXES, points, Bandwidths.ofNormalReference(AXES, points), false);

        assertThat(density.logAt(point(0.5, 0.5, 0))).isCloseTo(4.76508502, within(1e-7));
        assertThat(density.logAt(point(0.53, 0.48, 2))).isCloseTo(3.56105158, within(1e-7));
    }

    @Test
    void drawsFromTheDensityItHas() {
        KernelDensity density =
                new KernelDensity(AXES, POINTS, Bandwidths.ofMultivariateTpe(AXES, POINTS.size()), true);
        SplittableRandom random = new SplittableRandom(3);
        int draws = 40_000;
        int[] drawn = new int[4 * 4 * 3];
        for (int i = 0; i < draws; i++) {
            double[] point = density.sample(random, 1);
            drawn[cell(point)]++;
        }

        double[] expected = new double[drawn.length];
        int fine = 40;
        for (int i = 0; i < fine; i++) {
            for (int j = 0; j < fine; j++) {
                for (int c = 0; c < 3; c++) {
                    double[] middle = point((i + 0.5) / fine, (j + 0.5) / fine, c);
                    expected[cell(middle)] += Math.exp(density.logAt(middle)) / (fine * fine);
                }
            }
        }
        for (int cell = 0; cell < drawn.length; cell++) {
            double p = expected[cell];
            // Five standard errors and what the grid is coarse.
            assertThat((double) drawn[cell] / draws)
                    .as("cell %d", cell)
                    .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws) + 0.01 * p));
        }
    }

    private static int cell(double[] point) {
        int a = Math.min(3, (int) (4 * point[0]));
        int b = Math.min(3, (int) (4 * point[1]));
        return (4 * a + b) * 3 + AXES.category(2, point[2]);
    }

    @Test
    void aPointSaysNothingAboutAParameterThatPlaysNoPart() {
        SearchSpace conditional = new SearchSpace(List.of(
                new CategoricalParameter("kind", List.of("p", "q"), Optional.empty()),
                new ContinuousParameter(
                        "depth",
                        0,
                        1,
                        Scale.LINEAR,
                        Optional.of(Condition.on("kind", new Condition.Test.OneOf(List.of("q")))))));
        Axes axes = new Axes(conditional);
        double[] without = axes.point(conditional.at(new double[] {0.1, 0.9}));
        double[] with = axes.point(conditional.at(new double[] {0.9, 0.9}));
        assertThat(without[1]).isNaN();
        KernelDensity density = new KernelDensity(axes, List.of(without), Bandwidths.ofMultivariateTpe(axes, 1), false);

        double other = Bandwidths.ofMultivariateTpe(axes, 1).at(0);
        assertThat(density.logAt(with)).isCloseTo(Math.log(other), within(1e-12));
        assertThat(density.logAt(without)).isCloseTo(Math.log(1 - other), within(1e-12));
    }
}
