package dev.sextant.common.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Rungs, states, curves and goals. */
class StudyValuesTest {
    @Example
    void rungsArePowersOfTheReductionUpToTheTop() {
        assertThat(new Fidelity(1, 27, 3).rungs()).containsExactly(1, 3, 9, 27);
        assertThat(new Fidelity(1, 81, 3).rungs()).containsExactly(1, 3, 9, 27, 81);
        assertThat(new Fidelity(2, 50, 4).rungs()).containsExactly(2, 8, 50);
        assertThat(new Fidelity(1, 10, 3).rungs()).containsExactly(1, 3, 10);
        assertThat(new Fidelity(5, 5, 2).rungs()).containsExactly(5);
        assertThat(new Fidelity(2, 52, 3, 2).rungs()).containsExactly(2, 4, 8, 16, 32, 52);
        assertThat(new Fidelity(1, 27, 3, 2).rungs()).containsExactly(1, 2, 4, 8, 16, 27);
    }

    @Property
    void rungsRiseFromLowestToTopWithoutAShortLastStep(
            @ForAll @IntRange(min = 1, max = 50) int min,
            @ForAll @IntRange(max = 10_000) int more,
            @ForAll @IntRange(min = 2, max = 8) int reduction) {
        List<Integer> rungs = new Fidelity(min, min + more, reduction).rungs();
        assertThat(rungs.get(rungs.size() - 1)).isEqualTo(min + more);
        for (int i = 0; i + 2 < rungs.size(); i++) {
            assertThat(rungs.get(i + 1)).isEqualTo(rungs.get(i) * reduction);
        }
        if (rungs.size() > 1) {
            assertThat(rungs.get(0)).isEqualTo(min);
            double last = (double) rungs.get(rungs.size() - 1) / rungs.get(rungs.size() - 2);
            assertThat(last).isBetween(Math.sqrt(reduction), reduction * Math.sqrt(reduction));
        }
    }

    @Example
    void refusesEpochsThatMakeNoRungs() {
        assertThatThrownBy(() -> new Fidelity(0, 9, 3)).hasMessage("min_epochs (0) must be in [1, max_epochs (9)]");
        assertThatThrownBy(() -> new Fidelity(10, 9, 3)).hasMessage("min_epochs (10) must be in [1, max_epochs (9)]");
        assertThatThrownBy(() -> new Fidelity(1, 9, 1)).hasMessage("reduction (1) must be at least 2");
        assertThatThrownBy(() -> new Fidelity(1, 9, 3, 1)).hasMessage("spacing (1) must be at least 2");
    }

    @Example
    void finishedTrialsNeverChange() {
        for (TrialState finished : List.of(TrialState.COMPLETED, TrialState.STOPPED, TrialState.FAILED)) {
            assertThat(finished.isFinished()).isTrue();
            assertThat(Arrays.stream(TrialState.values()).noneMatch(finished::canBecome))
                    .isTrue();
        }
    }

    @Example
    void trialsGoTheirLegalWays() {
        assertThat(next(TrialState.PENDING)).containsExactly(TrialState.RUNNING, TrialState.STOPPED, TrialState.FAILED);
        assertThat(next(TrialState.PAUSED)).containsExactly(TrialState.RUNNING, TrialState.STOPPED, TrialState.FAILED);
        assertThat(next(TrialState.RUNNING))
                .containsExactly(
                        TrialState.PENDING,
                        TrialState.PAUSED,
                        TrialState.COMPLETED,
                        TrialState.STOPPED,
                        TrialState.FAILED);
    }

    private static List<TrialState> next(TrialState state) {
        return Arrays.stream(TrialState.values()).filter(state::canBecome).toList();
    }

    @Example
    void runsAreOverUnlessTheyAreUnderWay() {
        assertThat(Arrays.stream(RunState.values()).filter(state -> !state.isOver()))
                .containsExactly(RunState.DISPATCHED, RunState.RUNNING);
    }

    @Example
    void curvesKnowTheirBestSoFar() {
        LearningCurve curve = LearningCurve.of(0.2, Double.NaN, 0.5, 0.4);
        assertThat(curve.epochs()).isEqualTo(4);
        assertThat(curve.at(3)).isEqualTo(0.5);
        assertThat(curve.bestUpTo(2, Goal.MAXIMIZE)).isEqualTo(0.2);
        assertThat(curve.bestUpTo(99, Goal.MAXIMIZE)).isEqualTo(0.5);
        assertThat(curve.best(Goal.MINIMIZE)).isEqualTo(0.2);
        assertThat(curve.upTo(2)).isEqualTo(LearningCurve.of(0.2, Double.NaN));
        assertThat(curve.upTo(99)).isEqualTo(curve);
        assertThat(LearningCurve.EMPTY.best(Goal.MAXIMIZE)).isNaN();
        assertThat(LearningCurve.of(Double.NaN).best(Goal.MAXIMIZE)).isNaN();
        assertThat(curve.plus(0.9)).isEqualTo(LearningCurve.of(0.2, Double.NaN, 0.5, 0.4, 0.9));
        assertThat(curve.epochs()).isEqualTo(4);
    }

    @Property
    void anEpochImprovesExactlyWhereItIsTheBestSoFar(@ForAll List<@From("values") Double> values, @ForAll Goal goal) {
        LearningCurve curve = LearningCurve.of(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        for (int epoch = 1; epoch <= curve.epochs(); epoch++) {
            assertThat(curve.improvesAt(epoch, goal))
                    .isEqualTo(curve.upTo(epoch).bestEpoch(goal).equals(OptionalInt.of(epoch)));
        }
    }

    @Provide
    Arbitrary<Double> values() {
        return Arbitraries.of(0.1, 0.2, 0.2, 0.3, 0.4, Double.NaN);
    }

    @Example
    void theBestEpochSatisfiesTheConstraints() {
        EpochValue broken = new EpochValue(0.9, List.of(-0.1));
        EpochValue satisfied = new EpochValue(0.7, List.of(0.0));
        LearningCurve curve = LearningCurve.of(List.of(broken, satisfied, broken, satisfied));
        assertThat(curve.bestEpoch(Goal.MAXIMIZE)).hasValue(2);
        assertThat(curve.modelEpoch(Goal.MAXIMIZE)).hasValue(2);
        assertThat(curve.improvesAt(2, Goal.MAXIMIZE)).isTrue();
        assertThat(curve.improvesAt(4, Goal.MAXIMIZE))
                .as("no better than before")
                .isFalse();
    }

    @Example
    void theModelIsTheBestRegardlessOfConstraintsAsLongAsNoEpochSatisfiesThem() {
        EpochValue broken = new EpochValue(0.6, List.of(-0.1));
        EpochValue better = new EpochValue(0.9, List.of(-0.3));
        EpochValue satisfied = new EpochValue(0.2, List.of(0.0));
        LearningCurve never = LearningCurve.of(List.of(broken, better, broken));

        assertThat(never.bestEpoch(Goal.MAXIMIZE)).isEmpty();
        assertThat(never.modelEpoch(Goal.MAXIMIZE)).hasValue(2);
        assertThat(List.of(1, 2, 3))
                .filteredOn(epoch -> never.improvesAt(epoch, Goal.MAXIMIZE))
                .containsExactly(1, 2);
        assertThat(never.plus(satisfied).modelEpoch(Goal.MAXIMIZE)).hasValue(4);
        assertThat(never.plus(satisfied).improvesAt(4, Goal.MAXIMIZE)).isTrue();
        assertThat(LearningCurve.EMPTY.modelEpoch(Goal.MAXIMIZE)).isEmpty();
    }

    @Example
    void curvesKeepNoHandOnTheirCallersArray() {
        double[] values = {0.1, 0.2};
        LearningCurve curve = LearningCurve.of(values);
        values[0] = 9;
        assertThat(curve.at(1)).isEqualTo(0.1);
    }

    @Property
    void betterIsAStrictOrder(@ForAll double one, @ForAll double other) {
        for (Goal goal : Goal.values()) {
            assertThat(goal.isBetter(one, one)).isFalse();
            assertThat(goal.isBetter(one, other) && goal.isBetter(other, one)).isFalse();
            assertThat(goal.isBetter(Double.NaN, one)).isFalse();
            assertThat(goal.isBetter(one, Double.NaN)).isTrue();
        }
        assertThat(Goal.MAXIMIZE.isBetter(one, other)).isEqualTo(Goal.MINIMIZE.isBetter(other, one));
    }

    @Example
    void constraintsHoldOnTheirBound() {
        var atMost = new Objective.Constraint("ms", Objective.Constraint.Side.AT_MOST, 20);
        assertThat(atMost.margin(20)).isZero();
        assertThat(atMost.margin(21)).isEqualTo(-0.05);
        assertThat(atMost.margin(Double.NaN)).isNaN();
        var atLeast = new Objective.Constraint("auc", Objective.Constraint.Side.AT_LEAST, 0.9);
        assertThat(atLeast.margin(0.9)).isZero();
        assertThat(atLeast.margin(0.45)).isEqualTo(-0.5);
        var positive = new Objective.Constraint("gain", Objective.Constraint.Side.AT_LEAST, 0);
        assertThat(positive.margin(-3)).isEqualTo(-3);
    }

    @Example
    void anEpochCountsForNothingWhereAConstraintIsBrokenOrItsMetricMissing() {
        Objective objective = new Objective(
                "accuracy",
                Goal.MAXIMIZE,
                List.of(
                        new Objective.Constraint("ms", Objective.Constraint.Side.AT_MOST, 20),
                        new Objective.Constraint("auc", Objective.Constraint.Side.AT_LEAST, 0.5)));
        EpochValue kept = objective.valueOf(Map.of("accuracy", 0.7, "ms", 10.0, "auc", 0.75));
        EpochValue broken = objective.valueOf(Map.of("accuracy", 0.9, "ms", 30.0, "auc", 0.75));
        EpochValue missing = objective.valueOf(Map.of("accuracy", 0.9, "ms", 10.0));
        assertThat(kept).isEqualTo(new EpochValue(0.7, List.of(0.5, 0.5)));
        assertThat(kept.kept()).isEqualTo(0.7);
        assertThat(broken.margins()).containsExactly(-0.5, 0.5);
        assertThat(broken.kept()).isNaN();
        assertThat(missing.kept()).isNaN();

        LearningCurve curve = LearningCurve.EMPTY.plus(broken).plus(kept).plus(missing);
        assertThat(curve).isEqualTo(LearningCurve.of(List.of(broken, kept, missing)));
        assertThat(curve.at(1)).isNaN();
        assertThat(curve.best(Goal.MAXIMIZE)).isEqualTo(0.7);
        assertThat(curve.measured(1)).isEqualTo(broken);
        assertThat(curve.upTo(1)).isEqualTo(LearningCurve.of(List.of(broken)));
        assertThat(curve.upTo(1)).isNotEqualTo(LearningCurve.of(Double.NaN));
        assertThatThrownBy(() -> curve.plus(0.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void budgetsAreLimitedByAnyOneLimit() {
        assertThat(Budget.UNLIMITED.isLimited()).isFalse();
        assertThat(new Budget(
                                OptionalInt.of(1),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                OptionalDouble.empty())
                        .isLimited())
                .isTrue();
    }
}
