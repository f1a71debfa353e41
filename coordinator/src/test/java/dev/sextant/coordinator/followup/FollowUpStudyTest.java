package dev.sextant.coordinator.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.StudyView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Studies of known functions, tried at random points: the study that follows must search where they are best. */
class FollowUpStudyTest {
    private static final int TRIALS = 80;

    /** The study that follows a study, read from its file. */
    private record Next(String text, StudySpec spec) {
        ContinuousParameter number(String name) {
            return (ContinuousParameter) spec.space().parameter(name);
        }

        List<Object> values(String name) {
            return spec.space().parameter(name).listed();
        }
    }

    private static Next next(String parameters, ToDoubleFunction<Map<String, Object>> value) {
        return next(parameters, "search: {algorithm: auto, seed: 7}\nbudget: {trials: 80}", value);
    }

    private static Next next(String parameters, String more, ToDoubleFunction<Map<String, Object>> value) {
        StudySpec spec = read(
                """
                study: first
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: command, command: [python3, train.py, '--note=a "quoted" # text']}
                parameters:
                %s
                fidelity: {max_epochs: 27}
                %s
                """
                        .formatted(parameters.indent(2), more));
        SplittableRandom random = new SplittableRandom(11);
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= TRIALS; number++) {
            Configuration configuration =
                    spec.space().at(random.doubles(spec.space().dimensions()).toArray());
            trials.add(new Trial(
                    number,
                    configuration,
                    TrialState.PAUSED,
                    1,
                    "random",
                    LearningCurve.EMPTY.plus(value.applyAsDouble(configuration.values()))));
        }
        StudyView view = Views.empty(spec.space(), 3).withTrials(trials);
        Trial best = trials.stream()
                .max(Comparator.comparingDouble(trial -> trial.curve().best(Goal.MAXIMIZE)))
                .orElseThrow();
        String text = new FollowUpStudy(
                        spec,
                        "first-2",
                        best.configuration(),
                        best.curve().best(Goal.MAXIMIZE),
                        ParameterImportance.of(view).orElseThrow(),
                        view)
                .text();
        StudySpec written = read(text);
        assertThat(written.search().warmStart()).containsExactly("first");
        assertThat(written.startWith()).hasSize(1);
        written.startWith().get(0).values().forEach((name, setting) -> assertThat(
                        best.configuration().values())
                .containsEntry(name, setting));
        return new Next(text, written);
    }

    private static StudySpec read(String text) {
        StudyFile.Outcome outcome = StudyFile.read(
                text, Path.of("study.yaml").toAbsolutePath(), Trainers.installed(), SearchAlgorithms.all());
        assertThat(outcome).as(outcome + "\n" + text).isInstanceOf(StudyFile.Outcome.Valid.class);
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }

    private static double number(Map<String, Object> values, String name) {
        return ((Number) values.get(name)).doubleValue();
    }

    @Test
    void rangeIsWidenedWhereTheOptimumLiesAtItsBoundAndNarrowedOnTheOtherSide() {
        Next next = next("x: {type: continuous, low: 2.0, high: 10.0}", values -> number(values, "x"));

        assertThat(next.number("x").high()).isCloseTo(12.4, within(0.2));
        assertThat(next.number("x").low()).isBetween(5.0, 9.0);
        assertThat(next.text().replace("\n  #", ""))
                .contains("x: Was 2 to 10.")
                .containsPattern(
                        "The best trial has [\\d.]+, at the upper end, as have most of the best 8 trials: widened")
                .containsPattern("It explains (9\\d|100) % of the differences between trials");
    }

    @Test
    void logarithmicRangeMovesByFactors() {
        Next next = next(
                "learning_rate: {type: continuous, low: 1.0e-6, high: 0.01, scale: log}",
                values -> -Math.abs(Math.log10(number(values, "learning_rate")) + 6));

        // 0.3 of four decades.
        assertThat(next.number("learning_rate").low()).isBetween(6.0e-8, 6.4e-8);
        assertThat(next.number("learning_rate").high()).isBetween(1e-6, 1e-4);
    }

    @Test
    void boundThatMeaningForbidsToCrossStays() {
        Next next = next(
                """
                dropout: {type: continuous, low: 0.0, high: 0.8}
                keep: {type: continuous, low: 0.5, high: 1.0}
                """,
                values -> number(values, "keep") - number(values, "dropout"));

        assertThat(next.number("dropout").low()).isZero();
        assertThat(next.number("keep").high()).isEqualTo(1.0);
        assertThat(next.text().replace("\n  #", ""))
                .contains("low cannot be moved further", "high cannot be moved further");
    }

    @Test
    void rangeIsNarrowedAroundAnOptimumWithinIt() {
        Next next =
                next("x: {type: continuous, low: 0.0, high: 100.0}", values -> -Math.pow(number(values, "x") - 40, 2));

        assertThat(next.number("x").low()).isBetween(1.0, 35.0);
        assertThat(next.number("x").high()).isBetween(45.0, 80.0);
        assertThat(next.text()).contains("were not good");
    }

    @Test
    void parametersThatExplainNothingAreKept() {
        Next next = next(
                """
                x: {type: continuous, low: 0.0, high: 100.0}
                idle: {type: continuous, low: 0.0, high: 5.0}
                constant: {type: ordinal, values: [32]}
                """,
                values -> -Math.pow(number(values, "x") - 40, 2));

        assertThat(next.number("idle").low()).isZero();
        assertThat(next.number("idle").high()).isEqualTo(5);
        assertThat(next.values("constant")).containsExactly(32L);
        assertThat(next.text())
                .contains("Kept: no range of its values is better by more than noise", "it has one value");
    }

    @Test
    void categoryThatWasNeverGoodIsLeftOutWithWhatDependsOnItAndGoodOnesAreKept() {
        Next next = next(
                """
                optimizer: {type: categorical, values: [adam, sgd, lion]}
                momentum: {type: continuous, low: 0.0, high: 0.9, when: {optimizer: sgd}}
                beta: {type: continuous, low: 0.8, high: 0.99, when: {optimizer: [adam, sgd]}}
                x: {type: continuous, low: 0.0, high: 1.0}
                """,
                values -> (values.get("optimizer").equals("sgd") ? -2 : 0) + number(values, "x"));

        assertThat(next.values("optimizer")).containsExactly("adam", "lion");
        assertThat(next.spec().space().find("momentum")).isEmpty();
        assertThat(next.spec().space().parameter("beta").when().orElseThrow().toString())
                .contains("adam")
                .doesNotContain("sgd");
        assertThat(next.text().replace("\n  #", ""))
                .containsPattern(
                        "Left out: sgd \\(none of its \\d+ trials is among the best 20 of 80; by chance that has a"
                                + " probability of [\\d.e-]+ %\\)")
                .contains("momentum: Left out: it matters only for values that are left out above (optimizer is sgd)");
    }

    @Test
    void categoriesThatDifferByChanceAreKept() {
        SplittableRandom noise = new SplittableRandom(3);

        Next next = next("kind: {type: categorical, values: [a, b, c, d]}", values -> noise.nextDouble());

        assertThat(next.values("kind")).containsExactly("a", "b", "c", "d");
        assertThat(next.text()).contains("no value is worse than the others by more than");
    }

    @Test
    void wholeNumbersStayWholeAndPowersOfTwoStayPowers() {
        Next next = next(
                """
                layers: {type: integer, low: 1, high: 8}
                batch: {type: integer, low: 16, high: 512, scale: power_of_two}
                size: {type: ordinal, values: [32, 64, 128]}
                """,
                values -> number(values, "layers")
                        + 3 * Math.log(number(values, "batch"))
                        + 20 * Math.log(number(values, "size")));

        assertThat(((IntegerParameter) next.spec().space().parameter("layers")).high())
                .isGreaterThanOrEqualTo(8);
        assertThat(((IntegerParameter) next.spec().space().parameter("batch")).high())
                .isGreaterThanOrEqualTo(1024);
        assertThat(next.values("size")).containsExactly(64L, 128L);
        assertThat(next.text().replace("\n  #", "")).contains("The best trial has the largest value: add larger ones");
    }

    @Test
    void numberThatDecidesAboutOthersIsKept() {
        Next next = next(
                """
                layers: {type: integer, low: 0, high: 4}
                units: {type: integer, low: 16, high: 1024, scale: log, when: {layers: {at_least: 1}}}
                """,
                values -> number(values, "layers"));

        assertThat(((IntegerParameter) next.spec().space().parameter("layers")).high())
                .isEqualTo(4);
        assertThat(next.text()).contains("Kept: it decides which other parameters matter");
    }

    @Test
    void searchThatCannotLearnIsReplacedAndAReachedTargetIsDropped() {
        Next next = next(
                "x: {type: continuous, low: 0.0, high: 1.0, prior: {around: 0.1}}",
                "search: {algorithm: asha, seed: 7}\nbudget: {trials: 80, target: 0.5}",
                values -> number(values, "x"));

        assertThat(next.spec().search().algorithm()).isEqualTo("asha");
        assertThat(next.spec().search().seed()).isEqualTo(8);
        assertThat(next.spec().search().priors()).isEmpty();
        assertThat(next.spec().budget().target()).isEmpty();
        assertThat(next(
                                "x: {type: continuous, low: 0.0, high: 1.0}",
                                "search: {algorithm: random}\nbudget: {trials: 9," + " target: 3}",
                                values -> number(values, "x"))
                        .spec())
                .satisfies(spec -> {
                    assertThat(spec.search().algorithm()).isEqualTo("auto");
                    assertThat(spec.budget().target()).hasValue(3);
                });
    }
}
