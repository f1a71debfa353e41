package dev.sextant.coordinator.search.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class ConstraintModelsTest {
    private static final int TRIALS = 20;

    private final TrialPoints points = new TrialPoints();
    private final ConstraintModels models = new ConstraintModels(points);

    /** Trials from x = 0.025 to x = 0.975. */
    private ConstraintModels.Learned learn(DoubleFunction<List<Double>> margins) {
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= TRIALS; number++) {
            double x = (number - 0.5) / TRIALS;
            trials.add(new Trial(
                    number,
                    Views.x(x),
                    TrialState.PAUSED,
                    2,
                    "any",
                    LearningCurve.of(
                            List.of(new EpochValue(0.5, margins.apply(0)), new EpochValue(0.5, margins.apply(x))))));
        }
        StudyView view = Views.empty(Views.line(), 1).withTrials(trials);
        points.follow(view);
        return models.learn(view);
    }

    private double[][] at(double... x) {
        return points.embedded(
                Arrays.stream(x).mapToObj(each -> new double[] {each}).toArray(double[][]::new));
    }

    @Test
    void knowsFromTheLatestMarginsWhereAConstraintEnds() {
        ConstraintModels.Learned learned = learn(x -> List.of(0.6 - x));

        double[] penalties = learned.penalties(at(0.1, 0.55, 0.65, 0.9));

        assertThat(penalties[0]).isZero();
        assertThat(penalties[1]).isLessThan(0.5);
        assertThat(penalties[2]).isBetween(0.1, 5.0);
        assertThat(penalties[3]).isGreaterThan(5);
        assertThat(learned.feasibility(at(0.1)[0])).isGreaterThan(0.99);
        assertThat(learned.feasibility(at(0.6)[0])).isBetween(0.2, 0.8);
        assertThat(learned.feasibility(at(0.9)[0])).isLessThan(0.01);
    }

    @Test
    void isAboutTheSameWhateverTheUnitOfTheMetric() {
        double[] linear = learn(x -> List.of(0.6 - x)).penalties(at(0.3, 0.62, 0.8));
        double[] exponential = learn(x -> List.of(1 - Math.exp(20 * (x - 0.6)))).penalties(at(0.3, 0.62, 0.8));

        assertThat(exponential).containsExactly(linear);
    }

    @Test
    void addsUpConstraintsAndForgetsThoseThatNobodyBreaks() {
        double[] points = {0.05, 0.5, 0.95};
        double[] right = learn(x -> List.of(0.6 - x)).penalties(at(points));
        double[] left = learn(x -> List.of(x - 0.3)).penalties(at(points));
        double[] both = learn(x -> List.of(0.6 - x, x - 0.3, 7.0)).penalties(at(points));

        for (int i = 0; i < points.length; i++) {
            assertThat(both[i]).isEqualTo(right[i] + left[i]);
        }
        assertThat(learn(x -> List.of(1.0)).isEmpty()).isTrue();
        assertThat(learn(x -> List.of()).isEmpty()).isTrue();
    }

    @Test
    void whenNobodyKeepsAConstraintTheNearestCostLeast() {
        double[] penalties = learn(x -> List.of(-0.1 - x)).penalties(at(0.0, 0.5, 1.0));

        assertThat(penalties[0]).isBetween(0.1, penalties[1]);
        assertThat(penalties[1]).isLessThan(penalties[2]);
    }

    @Test
    void metricsThatAreNoNumbersTeachNothing() {
        ConstraintModels.Learned learned =
                learn(x -> List.of(x > 0.9 ? Double.NaN : x < 0.1 ? Double.NEGATIVE_INFINITY : 0.6 - x));

        assertThat(learned.feasibility(at(0.2)[0])).isGreaterThan(0.9);
        assertThat(learned.feasibility(at(0.8)[0])).isLessThan(0.1);
    }
}
