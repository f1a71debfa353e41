package dev.sextant.coordinator.search.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.Exhausted;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplersTest {
    private static final SearchSpace CONDITIONAL = new SearchSpace(List.of(
            new CategoricalParameter("optimiser", List.of("adam", "sgd"), Optional.empty()),
            new ContinuousParameter(
                    "momentum",
                    0,
                    0.8,
                    Scale.LINEAR,
                    Optional.of(Condition.on("optimiser", new Condition.Test.OneOf(List.of("sgd"))))),
            new ContinuousParameter("learning_rate", 1e-4, 1, Scale.LOG, Optional.empty())));

    private static List<Configuration> all(String algorithm, StudyView study) {
        SimulatedStudy.Outcome outcome = new SimulatedStudy(
                        study, CurveFamily.rising(study.space(), 1), 1_000_000, study.seed())
                .run(SearchAlgorithms.create(algorithm));
        assertThat(outcome.ending()).isPresent();
        return outcome.end().trials().stream().map(Trial::configuration).toList();
    }

    @Test
    void gridCutsContinuousParametersIntoFiveLevelsWithBothBounds() {
        List<Configuration> grid = all("grid", Views.empty(CONDITIONAL, 1));

        // adam: 5 learning rates; sgd: 5 momenta times 5 learning rates.
        assertThat(grid).hasSize(30).doesNotHaveDuplicates();
        Set<Object> momenta = grid.stream()
                .map(configuration -> configuration.values().get("momentum"))
                .filter(value -> value != null)
                .collect(Collectors.toSet());
        assertThat(momenta).containsExactlyInAnyOrder(0.0, 0.2, 0.4, 0.6000000000000001, 0.8);
        List<Double> rates = grid.stream()
                .map(configuration -> (Double) configuration.values().get("learning_rate"))
                .distinct()
                .sorted()
                .toList();
        assertThat(rates).hasSize(5);
        for (int level = 0; level < 5; level++) {
            assertThat(rates.get(level)).isCloseTo(Math.pow(10, level - 4), withinPercentage(1e-9));
        }
    }

    @Test
    void gridComesInTheSameMixedOrderForEverySeed() {
        SearchSpace space = new SearchSpace(List.of(
                new IntegerParameter("layers", 1, 8, Scale.LINEAR, Optional.empty()),
                new IntegerParameter("units", 1, 8, Scale.LINEAR, Optional.empty())));
        List<Configuration> grid = all("grid", Views.empty(space, 1));

        assertThat(grid).hasSize(64).isEqualTo(all("grid", Views.empty(space, 2)));
        // The first eight, in lexicographic order, would all have one layer.
        assertThat(grid.subList(0, 8).stream()
                        .map(configuration -> configuration.values().get("layers"))
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void gridIsCompleteWhenTheAuthorEnqueuedWhatIsNotOnIt() {
        StudyView study = Views.withStartWith(Views.empty(Views.line(), 1), List.of(Views.x(0.123), Views.x(0.25)));

        assertThat(all("grid", study))
                .containsExactlyInAnyOrder(
                        Views.x(0.123), Views.x(0.25), Views.x(0), Views.x(0.5), Views.x(0.75), Views.x(1));
    }

    @Test
    void everyValueOfALogIntegerIsFoundInTheEnd() {
        SearchSpace space =
                new SearchSpace(List.of(new IntegerParameter("units", 1, 3000, Scale.LOG, Optional.empty())));

        List<Configuration> tried = all("random", Views.empty(space, 5));

        assertThat(new HashSet<>(tried)).hasSize(3000);
        assertThat(tried).hasSize(3000);
    }

    @Test
    void randomFillsEveryPartOfEachAxisAlike() {
        int count = 4000;
        int[][] hits = new int[7][10];
        for (int index = 0; index < count; index++) {
            double[] point = new RandomPoints().point(9, index, 7);
            for (int axis = 0; axis < 7; axis++) {
                hits[axis][(int) (point[axis] * 10)]++;
            }
        }
        for (int axis = 0; axis < 7; axis++) {
            double chiSquare = 0;
            for (int hit : hits[axis]) {
                chiSquare += (hit - count / 10.0) * (hit - count / 10.0) / (count / 10.0);
            }
            // 9 degrees of freedom: above 33.7 once in 10,000 times.
            assertThat(chiSquare).as("axis %d", axis).isLessThan(33.7);
        }
    }

    @Test
    void neighbouringSeedsAndTrialsHaveUnrelatedPoints() {
        double products = 0;
        int count = 4000;
        for (int i = 0; i < count; i++) {
            double here = new RandomPoints().point(i, 3, 1)[0] - 0.5;
            double next = new RandomPoints().point(i + 1L, 3, 1)[0] - 0.5;
            double after = new RandomPoints().point(i, 4, 1)[0] - 0.5;
            products += here * next + here * after;
        }
        // Standard deviation of the sum: √(2 · count) / 12.
        assertThat(Math.abs(products)).isLessThan(4 * Math.sqrt(2.0 * count) / 12);
    }

    @Test
    void sobolStartsWithAPointInEachQuarterOfEachAxisAfterWhatTheAuthorEnqueued() {
        StudyView study = Views.withMaxTrials(
                Views.withStartWith(Views.empty(Views.line(), 8), List.of(Views.x(0.5), Views.x(0.6))), 6);

        List<Configuration> tried = all("sobol", study);

        Set<Integer> quarters = tried.subList(2, 6).stream()
                .map(configuration -> (int) (4 * (Double) configuration.values().get("x")))
                .collect(Collectors.toSet());
        assertThat(quarters).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void fullTrainingGoesToTheTopRungAtOnce() {
        for (String name : List.of("random", "sobol", "grid")) {
            assertThat(SearchAlgorithms.create(name).propose(Views.empty(Views.line(), 1)))
                    .isInstanceOfSatisfying(StartTrial.class, start -> assertThat(start.toEpoch())
                            .isEqualTo(27));
        }
    }

    @Test
    void anExhaustedSpaceStillLetsPausedTrialsGoOn() {
        SearchSpace space = Views.choices(3);
        List<Trial> trials = new ArrayList<>(IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new Trial(
                        number,
                        Configuration.of(Map.of("choice", number - 1L)),
                        number == 2 ? TrialState.PAUSED : TrialState.COMPLETED,
                        number == 2 ? 9 : 27,
                        "random",
                        LearningCurve.of(new double[number == 2 ? 9 : 27])))
                .toList());
        StudyView view =
                new StudyView(space, Goal.MAXIMIZE, Views.RUNGS, 3, 1, 1, Integer.MAX_VALUE, List.of(), trials);

        assertThat(SearchAlgorithms.create("random").propose(view))
                .isInstanceOfSatisfying(ContinueTrial.class, goesOn -> {
                    assertThat(goesOn.trial()).isEqualTo(2);
                    assertThat(goesOn.toEpoch()).isEqualTo(27);
                });
        trials.remove(1);
        trials.add(
                1,
                new Trial(
                        2,
                        Configuration.of(Map.of("choice", 1L)),
                        TrialState.FAILED,
                        27,
                        "random",
                        LearningCurve.EMPTY));
        assertThat(SearchAlgorithms.create("random").propose(view.withTrials(trials)))
                .isInstanceOfSatisfying(
                        Exhausted.class, end -> assertThat(end.reason().sentence())
                                .isEqualTo("the study already has every configuration of the search space"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheOnesThereAre() {
        assertThat(SearchAlgorithms.names()).contains("asha", "grid", "hyperband", "random", "sobol");
        assertThatThrownBy(() -> SearchAlgorithms.create("ahsa"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("search.algorithm (ahsa) must be one of " + String.join(", ", SearchAlgorithms.names()));
        for (String name : SearchAlgorithms.names()) {
            assertThat(SearchAlgorithms.create(name).name()).isEqualTo(name);
        }
    }

    @Test
    void ranksAreWrittenAsPeopleDo() {
        assertThat(IntStream.of(1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111, 112).mapToObj(ReasonFormat::ordinal))
                .containsExactly(
                        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th", "112th");
    }
}
