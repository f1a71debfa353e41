package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
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

class BeliefsTest {
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
    private static double[] drawn(Beliefs beliefs, int axis) {
        double[] positions = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double[] uniform = {0.5, 0.5, 0.5};
            uniform[axis] = (i + 0.5) / POINTS;
            positions[i] = beliefs.believed(uniform)[axis];
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

    /** A hundredth of the largest density everywhere. */
    private static double doubted(double log) {
        return Math.log(0.99 * Math.exp(log) + 0.01);
    }

    @Test
    void drawsFromTheNormalDistributionCutOffAtTheEnds() {
        Beliefs beliefs = new Beliefs(SPACE, Map.of("rate", new Prior.Around(1e-3, Confidence.MEDIUM)));
        double[] positions = drawn(beliefs, 0);
        NormalDistribution whole = new NormalDistribution(null, 0.25, 0.15);
        double inside = whole.probability(0, 1);
        for (double low = 0; low < 1; low += 0.1) {
            assertThat(share(positions, low, low + 0.1))
                    .isCloseTo(whole.probability(low, low + 0.1) / inside, within(2e-3));
        }
        assertThat(drawn(beliefs, 2)).as("nothing is believed of it").isSorted();
        assertThat(share(drawn(beliefs, 2), 0, 0.3)).isCloseTo(0.3, within(1e-3));
    }

    @Test
    void drawsCategoriesByTheirWeights() {
        Beliefs beliefs = new Beliefs(SPACE, Map.of("optimizer", new Prior.Weights(List.of(3.0, 1.0, 1.0))));
        double[] positions = drawn(beliefs, 1);
        assertThat(share(positions, 0, 1.0 / 3)).isCloseTo(0.6, within(1e-3));
        assertThat(share(positions, 1.0 / 3, 2.0 / 3)).isCloseTo(0.2, within(1e-3));
        assertThat(beliefs.log(new double[] {0.5, 0.1, 0.5})).isZero();
        assertThat(beliefs.log(new double[] {0.5, 0.9, 0.5})).isCloseTo(doubted(-Math.log(3)), within(1e-12));
    }

    @Test
    void densitiesAddUpOverParametersThatPlayAPart() {
        Beliefs beliefs = new Beliefs(
                SPACE,
                Map.of(
                        "rate", new Prior.Around(1e-2, Confidence.LOW),
                        "momentum", new Prior.Around(0.9, Confidence.HIGH)));
        double rate = -0.5 * Math.pow((0.8 - 0.5) / 0.3, 2);
        double momentum = -0.5 * Math.pow((0.84 - 0.9) / 0.06, 2);
        assertThat(beliefs.log(new double[] {0.8, 0.5, 0.84})).isCloseTo(doubted(rate + momentum), within(1e-9));
        assertThat(beliefs.log(new double[] {0.8, 0.1, 0.84})).isCloseTo(doubted(rate), within(1e-9));
    }

    @Test
    void nothingIsImpossible() {
        Beliefs beliefs = new Beliefs(SPACE, Map.of("rate", new Prior.Around(1e-4, Confidence.HIGH)));
        assertThat(beliefs.log(new double[] {1, 0.5, 0.5})).isCloseTo(Math.log(0.01), within(1e-9));
    }
}
