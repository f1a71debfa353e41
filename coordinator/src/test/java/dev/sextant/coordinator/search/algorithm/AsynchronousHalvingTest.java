package dev.sextant.coordinator.search.algorithm;

import static dev.sextant.coordinator.search.Views.empty;
import static dev.sextant.coordinator.search.Views.line;
import static dev.sextant.coordinator.search.Views.paused;
import static dev.sextant.coordinator.search.Views.pausedWithMargins;
import static dev.sextant.coordinator.search.Views.trial;
import static dev.sextant.coordinator.search.Views.withGoal;
import static dev.sextant.coordinator.search.Views.withMaxTrials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.Exhausted;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.Proposal.Wait;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsynchronousHalvingTest {
    private final SearchAlgorithm asha = SearchAlgorithms.create("asha");
    private final StudyView study = empty(line(), 7);

    @Test
    void startsAtTheLowestRung() {
        assertThat(asha.propose(study)).isInstanceOfSatisfying(StartTrial.class, start -> {
            assertThat(start.toEpoch()).isEqualTo(1);
            assertThat(start.reason().sentence()).contains("starts with 1 epoch");
        });
    }

    @Test
    void promotesNobodyBeforeTheRungHasReductionTrials() {
        StudyView two = study.withTrials(List.of(paused(1, 0.1), paused(2, 0.9)));

        assertThat(asha.propose(two)).isInstanceOf(StartTrial.class);
    }

    @Test
    void promotesTheBestOfThreeAndSaysWhy() {
        StudyView three = study.withTrials(List.of(paused(1, 0.1), paused(2, 0.9), paused(3, 0.5)));

        assertThat(asha.propose(three)).isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
            assertThat(promotion.trial()).isEqualTo(2);
            assertThat(promotion.toEpoch()).isEqualTo(3);
            assertThat(promotion.reason().sentence())
                    .isEqualTo("trial 2 is 1st of 3 at rung 1 epoch: promoted to 3 epochs");
            assertThat(promotion.reason().details()).containsEntry("rank", 1L).containsEntry("value", 0.9);
        });
    }

    @Test
    void ranksFeasibleTrialsFirstAndThenTheSmallestViolation() {
        StudyView broken = study.withTrials(List.of(
                pausedWithMargins(1, 0.9, -0.5), pausedWithMargins(2, 0.1, -0.1), pausedWithMargins(3, 0.5, -0.3)));
        StudyView oneKept = broken.withTrials(
                List.of(broken.trials().get(0), broken.trials().get(1), pausedWithMargins(3, 0.05, 0.2)));

        assertThat(asha.propose(broken)).isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
            assertThat(promotion.trial()).isEqualTo(2);
            assertThat(promotion.reason().sentence())
                    .isEqualTo("trial 2 is 1st of 3 at rung 1 epoch, although it still violates constraints:"
                            + " promoted to 3 epochs");
            assertThat(promotion.reason().details()).doesNotContainKey("value");
        });
        assertThat(asha.propose(oneKept))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> assertThat(promotion.trial())
                        .isEqualTo(3));
    }

    @Test
    void neitherPromotesNorCountsTrialsThatViolateAConstraintPermanently() {
        Trial permanent = pausedWithMargins(1, 0.9, -0.1, -0.1, -0.1);
        Trial improving = pausedWithMargins(2, 0.5, -0.9, -0.6, -0.3);
        Trial other = pausedWithMargins(3, 0.5, -0.9, -0.6, -0.4);

        assertThat(asha.propose(study.withTrials(List.of(permanent, improving, other))))
                .isInstanceOf(StartTrial.class);
        assertThat(asha.propose(study.withTrials(
                        List.of(permanent, improving, other, pausedWithMargins(4, 0.5, -0.9, -0.6, -0.5)))))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
                    assertThat(promotion.trial()).isEqualTo(2);
                    assertThat(promotion.toEpoch()).isEqualTo(9);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"asha", "hyperband", "bohb", "auto", "multitask"})
    void promotesTrialsThatViolateAConstraintOnlyAtFirst(String algorithm) {
        StudyView start = empty(line(), 5);

        SimulatedStudy.Outcome outcome = new SimulatedStudy(start, CurveFamily.allowedAfter(8, line(), 5), 150, 5)
                .run(SearchAlgorithms.create(algorithm));

        assertThat(outcome.best()).isGreaterThan(0.5);
    }

    @Test
    void promotesTheSmallestWhenTheGoalIsToMinimize() {
        StudyView three =
                withGoal(study.withTrials(List.of(paused(1, 0.1), paused(2, 0.9), paused(3, 0.5))), Goal.MINIMIZE);

        assertThat(asha.propose(three)).isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
            assertThat(promotion.trial()).isEqualTo(1);
            assertThat(promotion.reason().details()).containsEntry("value", 0.1);
        });
    }

    @Test
    void ranksAnewWhenTheNextViewHasAnotherGoalOrOtherRungs() {
        StudyView view = study.withTrials(List.of(paused(1, 0.1), paused(2, 0.9), paused(3, 0.5)));
        StudyView otherRungs =
                new StudyView(view.space(), Goal.MAXIMIZE, List.of(1, 27), 3, 7, 4, 100, List.of(), view.trials());

        asha.propose(view);

        assertThat(asha.propose(withGoal(view, Goal.MINIMIZE)))
                .isEqualTo(SearchAlgorithms.create("asha").propose(withGoal(view, Goal.MINIMIZE)))
                .isNotEqualTo(asha.propose(view));
        assertThat(asha.propose(otherRungs))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> assertThat(promotion.toEpoch())
                        .isEqualTo(27));
    }

    @Test
    void comparesTheBestSoFarAndNotTheLastEpoch() {
        StudyView view = study.withTrials(List.of(
                trial(1, TrialState.PAUSED, 3, 0.5, 0.9, 0.2),
                trial(2, TrialState.PAUSED, 3, 0.5, 0.6, 0.7),
                trial(3, TrialState.PAUSED, 3, 0.5, 0.6, 0.8)));

        assertThat(asha.propose(view))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> assertThat(promotion.trial())
                        .isEqualTo(1));
    }

    @Test
    void promotesFromTheHighestRungFirst() {
        StudyView view = study.withTrials(List.of(
                trial(1, TrialState.PAUSED, 3, 0.1, 0.2, 0.3),
                trial(2, TrialState.PAUSED, 3, 0.1, 0.2, 0.4),
                trial(3, TrialState.PAUSED, 3, 0.1, 0.2, 0.5),
                paused(4, 0.9),
                paused(5, 0.8),
                paused(6, 0.7)));

        assertThat(asha.propose(view)).isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
            assertThat(promotion.trial()).isEqualTo(3);
            assertThat(promotion.toEpoch()).isEqualTo(9);
        });
    }

    @Test
    void countsFailedTrialsAsTheWorstOfTheRungsTheyWereOnTheWayTo() {
        StudyView view = study.withTrials(
                List.of(trial(1, TrialState.FAILED, 1), trial(2, TrialState.FAILED, 1, 0.99), paused(3, 0.2)));

        assertThat(asha.propose(view)).isInstanceOfSatisfying(ContinueTrial.class, promotion -> {
            assertThat(promotion.trial()).isEqualTo(3);
            assertThat(promotion.reason().details()).containsEntry("of", 3L).containsEntry("rank", 1L);
        });
    }

    @Test
    void neverPromotesATrialWithoutAFiniteValue() {
        StudyView view = study.withTrials(List.of(
                paused(1, Double.NaN), paused(2, Double.POSITIVE_INFINITY), paused(3, Double.NEGATIVE_INFINITY)));

        assertThat(asha.propose(view)).isInstanceOf(StartTrial.class);
        assertThat(asha.propose(withMaxTrials(view, 3))).isInstanceOf(Exhausted.class);
    }

    @Test
    void promotesTheOldestOfEquals() {
        StudyView view = study.withTrials(List.of(paused(1, 0.5), paused(2, 0.5), paused(3, 0.5)));

        assertThat(asha.propose(view))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> assertThat(promotion.trial())
                        .isEqualTo(1));
    }

    @Test
    void waitsForRunningTrialsBeforeItPromotesFromASmallRung() {
        Trial running = trial(2, TrialState.RUNNING, 1);
        StudyView oneRuns = withMaxTrials(study.withTrials(List.of(paused(1, 0.5), running)), 2);
        StudyView bothPaused = withMaxTrials(study.withTrials(List.of(paused(1, 0.5), paused(2, 0.6))), 2);

        assertThat(asha.propose(oneRuns)).isInstanceOf(Wait.class);
        assertThat(asha.propose(bothPaused))
                .isInstanceOfSatisfying(ContinueTrial.class, promotion -> assertThat(promotion.trial())
                        .isEqualTo(2));
    }

    @Test
    void saysThatNothingIsLeft() {
        StudyView done = withMaxTrials(
                study.withTrials(List.of(paused(1, 0.5), trial(2, TrialState.COMPLETED, 27, curve(27, 0.6)))), 2);

        assertThat(asha.propose(done)).isInstanceOfSatisfying(Exhausted.class, end -> assertThat(
                        end.reason().sentence())
                .isEqualTo("the budget of 2 trials is spent; 1 trial left paused"));
    }

    @Test
    void neverProposesAPendingTrial() {
        StudyView view = withMaxTrials(study.withTrials(List.of(trial(1, TrialState.PENDING, 1))), 1);

        assertThat(asha.propose(view)).isInstanceOf(Wait.class);
    }

    @Test
    void resumesAnInterruptedTrialFirst() {
        StudyView view = study.withTrials(
                List.of(paused(1, 0.1), paused(2, 0.9), paused(3, 0.5), trial(4, TrialState.PAUSED, 9, 0.1, 0.1)));

        assertThat(asha.propose(view)).isInstanceOfSatisfying(ContinueTrial.class, goesOn -> {
            assertThat(goesOn.trial()).isEqualTo(4);
            assertThat(goesOn.toEpoch()).isEqualTo(9);
        });
    }

    private static double[] curve(int epochs, double value) {
        double[] curve = new double[epochs];
        java.util.Arrays.fill(curve, value);
        return curve;
    }
}
