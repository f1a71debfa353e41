package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedSpendingTest {
    private static final int REDUCTION = 3;
    private static final SearchSpace SPACE = new SearchSpace(IntStream.range(0, 4)
            .<Parameter>mapToObj(axis -> new ContinuousParameter("x" + axis, 0, 1, Scale.LINEAR, Optional.empty()))
            .toList());

    /** Nine in ten studies lie within the bounds; of twenty, three or more outside have a probability of a third. */
    @ParameterizedTest
    @CsvSource({"asha,20", "auto,16", "hyperband,20", "bohb,20"})
    void mostSimulatedStudiesSpendWithinTheBounds(String name, int studies) {
        assertThat(within(name, studies, 30)).isGreaterThanOrEqualTo(studies * 3 / 4);
    }

    @Test
    void mostSimulatedStudiesOfMultitaskSpendWithinTheBounds() {
        assertThat(within("multitask", 8, 16)).isGreaterThanOrEqualTo(6);
    }

    /** Returns how many of the studies spend within the bounds. */
    private static int within(String name, int studies, int trials) {
        AlgorithmTraits algorithm = SearchAlgorithms.all().get(name);
        List<Integer> rungs = algorithm.comparedAt(new Fidelity(1, 27, REDUCTION, algorithm.defaultSpacing(REDUCTION)));
        ExpectedSpending expected = ExpectedSpending.of(algorithm, rungs, REDUCTION, trials);
        int within = 0;
        for (int seed = 0; seed < studies; seed++) {
            SimulatedTraining training =
                    seed % 2 == 0 ? CurveFamily.rising(SPACE, seed) : CurveFamily.uneven(SPACE, seed);
            int slots = seed % 4 < 2 ? 1 : 4;
            StudyView view =
                    new StudyView(SPACE, Goal.MAXIMIZE, rungs, REDUCTION, seed, slots, trials, List.of(), List.of());
            long epochs = new SimulatedStudy(view, training, Long.MAX_VALUE, seed)
                    .run(SearchAlgorithms.create(name))
                    .epochs();
            within += epochs >= expected.low() && epochs <= expected.high() ? 1 : 0;
        }
        return within;
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "sobol", "tpe", "gp"})
    void fullTrainingsAreCountedExactly(String name) {
        ExpectedSpending spending = ExpectedSpending.of(SearchAlgorithms.all().get(name), List.of(27), REDUCTION, 10);

        assertThat(spending).isEqualTo(new ExpectedSpending(List.of(10.0), 270, 270, 270));
    }

    @Test
    void oneTrialAtLeastReachesTheTop() {
        ExpectedSpending spending =
                ExpectedSpending.of(SearchAlgorithms.all().get("asha"), List.of(1, 3, 9, 27), REDUCTION, 3);

        assertThat(spending.trialsByRung()).containsExactly(3.0, 1.0, 1.0, 1.0);
        assertThat(spending.epochs()).isEqualTo(3 + 2 + 6 + 18);
    }

    @Test
    void bracketsStartTrialsAtHigherRungs() {
        AlgorithmTraits hyperband = SearchAlgorithms.all().get("hyperband");

        List<Double> reached =
                ExpectedSpending.of(hyperband, List.of(1, 3, 9), REDUCTION, 17).trialsByRung();

        // Brackets of 9, 5 and 3 trials.
        assertThat(reached).startsWith(9.0, 3.0 + 5).hasSize(3);
        assertThat(reached.get(2)).isCloseTo(1 + 5.0 / 3 + 3, offset(1e-9));
    }
}
