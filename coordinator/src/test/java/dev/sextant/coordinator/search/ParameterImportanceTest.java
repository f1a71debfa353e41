package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParameterImportanceTest {
    private static final int TRIALS = 160;

    private static SearchSpace numbers(int count) {
        return new SearchSpace(
                IntStream.range(0, count).mapToObj(i -> number("x" + i)).toList());
    }

    private static Parameter number(String name) {
        return new ContinuousParameter(name, 0, 1, Scale.LINEAR, Optional.empty());
    }

    private static Map<String, ParameterImportance.Share> shares(
            SearchSpace space, ToDoubleFunction<Configuration> value) {
        SplittableRandom random = new SplittableRandom(5);
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= TRIALS; number++) {
            double[] point = random.doubles(space.dimensions()).toArray();
            Configuration configuration = space.at(point);
            trials.add(new Trial(
                    number,
                    configuration,
                    TrialState.PAUSED,
                    1,
                    "random",
                    LearningCurve.EMPTY.plus(value.applyAsDouble(configuration))));
        }
        return ParameterImportance.of(Views.empty(space, 3).withTrials(trials)).orElseThrow().shares().stream()
                .collect(Collectors.toMap(ParameterImportance.Share::parameter, Function.identity()));
    }

    private static double x(Configuration configuration, int index) {
        return (Double) configuration.values().get("x" + index);
    }

    /** Var(a x) = a² / 12: shares 16 : 4 : 1 : 0. Ranks bend the sum a little. */
    @Test
    void aSumsPartsExplainTheirVariance() {
        Map<String, ParameterImportance.Share> shares = shares(numbers(4), c -> 4 * x(c, 0) - 2 * x(c, 1) + x(c, 2));

        assertThat(shares.get("x0").alone()).isCloseTo(16 / 21.0, within(0.05));
        assertThat(shares.get("x1").alone()).isCloseTo(4 / 21.0, within(0.05));
        assertThat(shares.get("x2").alone()).isCloseTo(1 / 21.0, within(0.03));
        assertThat(shares.get("x3").withOthers()).isLessThan(0.02);
        assertThat((Double) shares.get("x0").best()).isGreaterThan(0.9);
        assertThat((Double) shares.get("x1").best()).isLessThan(0.1);
        assertThat((Double) shares.get("x0").good().get(0)).isBetween(0.6, 0.95);
    }

    /** (x0 - 1/2) (x1 - 1/2): each alone explains nothing, both together all. */
    @Test
    void aProductsPartsMatterTogetherAlone() {
        Map<String, ParameterImportance.Share> shares = shares(numbers(3), c -> (x(c, 0) - 0.5) * (x(c, 1) - 0.5));

        for (String name : List.of("x0", "x1")) {
            assertThat(shares.get(name).alone()).isLessThan(0.1);
            assertThat(shares.get(name).withOthers()).isGreaterThan(0.85);
        }
        assertThat(shares.get("x2").withOthers()).isLessThan(0.1);
    }

    @Test
    void categoriesAndWhatHangsOnThemHaveShares() {
        SearchSpace space = new SearchSpace(List.of(
                new CategoricalParameter("optimizer", List.of("adam", "sgd", "rmsprop"), Optional.empty()),
                new ContinuousParameter(
                        "momentum",
                        0,
                        1,
                        Scale.LINEAR,
                        Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd")))))));
        Map<String, ParameterImportance.Share> shares = shares(space, c -> {
            Object momentum = c.values().get("momentum");
            return momentum == null ? (c.values().get("optimizer").equals("adam") ? 0.5 : 0.4) : 1 + (Double) momentum;
        });

        assertThat(shares.get("optimizer").alone()).isGreaterThan(0.6);
        assertThat(shares.get("optimizer").best()).isEqualTo("sgd");
        assertThat(shares.get("optimizer").good()).containsExactly("sgd");
        assertThat(shares.get("momentum").withOthers()).isBetween(0.01, 0.4);
        assertThat((Double) shares.get("momentum").best()).isGreaterThan(0.9);
    }

    @Test
    void tooFewTrialsHaveNone() {
        StudyView view = Views.empty(numbers(12), 3);
        List<Trial> thirteen = IntStream.rangeClosed(1, 13)
                .mapToObj(number -> new Trial(
                        number,
                        view.space().at(new SplittableRandom(number).doubles(12).toArray()),
                        TrialState.PAUSED,
                        1,
                        "random",
                        LearningCurve.EMPTY.plus(number)))
                .toList();

        assertThat(ParameterImportance.of(view)).isEmpty();
        assertThat(ParameterImportance.of(view.withTrials(thirteen))).isEmpty();
    }

    @Test
    void theSameRowsGiveTheSameShares() {
        assertThat(shares(numbers(3), c -> x(c, 0) + x(c, 1) * x(c, 2)))
                .isEqualTo(shares(numbers(3), c -> x(c, 0) + x(c, 1) * x(c, 2)));
    }
}
