package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoppingRuleTest {
    private static final StudySpec SPEC = SampleRuns.spec(SampleRuns.epochs(20));

    private final StoppingRule rule = new StoppingRule(SPEC);

    @Test
    void goesOnWhileThereIsBudget() {
        rule.check(cache(19), Duration.ZERO, Duration.ZERO);

        assertThat(rule.isEnding()).isFalse();
        assertThatThrownBy(() -> rule.outcome(cache(19))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void completesWhenTheBudgetIsSpent() {
        rule.check(cache(20), Duration.ZERO, Duration.ZERO);

        assertThat(rule.isEnding()).isTrue();
        assertThat(rule.outcome(cache(20)))
                .isEqualTo(new StudyOutcome(StudyState.COMPLETED, "the budget of 20 epochs is spent"));
    }

    @Test
    void theFirstReasonCounts() {
        rule.end(StudyState.PAUSED, "a stop was requested");
        rule.end(StudyState.COMPLETED, "nothing is left to try");
        rule.check(cache(20), Duration.ZERO, Duration.ZERO);

        assertThat(rule.outcome(cache(20))).isEqualTo(new StudyOutcome(StudyState.PAUSED, "a stop was requested"));
    }

    @Test
    void failsAfterAStreakOfFailures() {
        for (int trial = 1; trial <= FailureStreak.LIMIT_BEFORE_FIRST_EPOCH; trial++) {
            rule.check(cache(0), Duration.ZERO, Duration.ZERO);
            assertThat(rule.isEnding()).isFalse();
            rule.note(failure(trial, "the disk is full"), true);
        }
        rule.check(cache(0), Duration.ZERO, Duration.ZERO);

        assertThat(rule.outcome(cache(0)))
                .isEqualTo(new StudyOutcome(
                        StudyState.FAILED, "5 runs in a row failed; the last failure: the disk is full"));
    }

    @Test
    void aSpentBudgetIsNoSuccessIfEveryTrialFailed() {
        TrialCache failed = cache(20, failed(1), failed(2));
        rule.note(failure(2, "no images"), false);
        rule.end(StudyState.COMPLETED, "the budget of 2 trials is spent");

        assertThat(rule.outcome(failed))
                .isEqualTo(new StudyOutcome(
                        StudyState.FAILED,
                        "all trials (2) failed before they had a value of accuracy; the last failure: no images"));
    }

    @Test
    void namesTheKindOfAFailureUnderAnEarlierCoordinator() {
        rule.end(StudyState.COMPLETED, "the budget of 2 trials is spent");

        assertThat(rule.outcome(cache(0, failed(1), failed(2))).reason()).endsWith("the last failure: DIVERGED");
    }

    @Test
    void aPauseStaysAPauseIfEveryTrialFailed() {
        rule.end(StudyState.PAUSED, "a stop was requested");

        assertThat(rule.outcome(cache(0, failed(1))).state()).isEqualTo(StudyState.PAUSED);
    }

    private static StoredTrial failed(int number) {
        return SampleRuns.trial(number, TrialState.RUNNING, 3, LearningCurve.EMPTY)
                .ended(TrialState.FAILED, Optional.of(FailureKind.DIVERGED));
    }

    private static RunEnd failure(int trial, String error) {
        return new RunEnd(
                new RunKey(1, trial, 1, 1),
                RunState.FAILED,
                TrialState.FAILED,
                Optional.of(FailureKind.TRAINER_ERROR),
                List.of(),
                error,
                new Decision(DecisionKind.FAIL, "scheduler", error, Map.of()));
    }

    private static TrialCache cache(long epochs, StoredTrial... trials) {
        return new TrialCache(
                SPEC, new StudySnapshot(List.copyOf(Arrays.asList(trials)), epochs, Duration.ZERO, Duration.ZERO));
    }
}
