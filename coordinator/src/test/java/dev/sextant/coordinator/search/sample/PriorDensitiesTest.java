package dev.sextant.coordinator.search.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.Prior.Confidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class PriorDensitiesTest {
    private static final int POINTS = 20_000;
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new ContinuousParameter("rate", 1e-4, 1, Scale.LOG, Optional.empty()),
            new CategoricalParameter("optimizer", List.of("adam", "sgd", "rmsprop"), Optional.empty()),
            new ContinuousParameter(
                    "momentum",
                    0,
                    1,
                    Scale.LINEAR,
                    Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd")))))));

    /** Positions of one axis, drawn evenly. */
    private static double[] drawn(PriorDensities densities, int axis) {
        double[] positions = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double[] uniform = {0.5, 0.5, 0.5};
            uniform[axis] = (i + 0.5) / POINTS;
            positions[i] = densities.quantiles(uniform)[axis];
        }
        return positions;
    }

    private static double share(double[] positions, double low, double high) {
        int count = 0;
        for (double position : positions) {
            count += position >= low && position < high ? 1 : 0;
        }
        return (double) count / positions.length;
    }

    @Test
    void drawsFromTheNormalDistributionCutOffAtTheEnds() {
        PriorDensities densities = new PriorDensities(SPACE, Map.of("rate", new Prior.Around(1e-3, Confidence.MEDIUM)));
        double[] positions = drawn(densities, 0);
        NormalDistribution whole = new NormalDistribution(null, 0.25, 0.15);
        double inside = whole.probability(0, 1);
        for (double low = 0; low < 1; low += 0.1) {
            assertThat(share(positions, low, low + 0.1))
                    .isCloseTo(whole.probability(low, low + 0.1) / inside, within(2e-3));
        }
        assertThat(drawn(densities, 2)).as("nothing is believed of it").isSorted();
        assertThat(share(drawn(densities, 2), 0, 0.3)).isCloseTo(0.3, within(1e-3));
    }

    @Test
    void drawsCategoriesByTheirWeights() {
        PriorDensities densities =
                new PriorDensities(SPACE, Map.of("optimizer", new Prior.Weights(List.of(3.0, 1.0, 1.0))));
        double[] positions = drawn(densities, 1);
        assertThat(share(positions, 0, 1.0 / 3)).isCloseTo(0.6, within(1e-3));
        assertThat(share(positions, 1.0 / 3, 2.0 / 3)).isCloseTo(0.2, within(1e-3));
    }

    @Test
    void isDensestAtTheBelievedValues() {
        PriorDensities densities = new PriorDensities(
                SPACE,
                Map.of(
                        "rate", new Prior.Around(1.0, Confidence.LOW),
                        "optimizer", new Prior.Weights(List.of(1.0, 1.0, 2.0))));
        assertThat(SPACE.at(densities.mode(new double[] {0.1, 0.1, 0.1})))
                .isEqualTo(Configuration.of(Map.of("rate", 1.0, "optimizer", "rmsprop")));
    }

    @Test
    void drawsFromTheEndOfAnAxisToo() {
        PriorDensities densities = new PriorDensities(SPACE, Map.of("rate", new Prior.Around(1e-4, Confidence.HIGH)));
        double[] positions = drawn(densities, 0);
        assertThat(positions).isSorted();
        assertThat(share(positions, 0, 0.4)).isEqualTo(1);
        assertThat(share(positions, 0, 0.06)).isCloseTo(0.6827, within(1e-3));
    }
}
