package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FailureStreakTest {
    private static final long EPOCHS = 7;

    private final FailureStreak streak = new FailureStreak();

    @ParameterizedTest
    @CsvSource({"0, 4, false", "0, 5, true", "1, 5, false", "1, 9, false", "1, 10, true", "1000, 10, true"})
    void givesTheStudyUpAtALimitThatDependsOnWhetherAnythingTrained(long epochs, int failures, boolean givenUp) {
        for (int trial = 1; trial <= failures; trial++) {
            streak.note(failed(trial, FailureKind.TRAINER_ERROR), false);
        }

        assertThat(streak.reasonToGiveUp(epochs).isPresent()).isEqualTo(givenUp);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void blamesAConfigurationForDivergenceAndMemoryAlone(FailureKind kind) {
        boolean configuration = kind == FailureKind.DIVERGED || kind == FailureKind.OUT_OF_MEMORY;
        for (int trial = 1; trial <= 20; trial++) {
            streak.note(failed(trial, kind), false);
        }

        assertThat(streak.reasonToGiveUp(EPOCHS).isPresent()).isEqualTo(!configuration);
        assertThat(streak.lastTrialFailure()).contains("trial 20 failed as " + kind);
    }

    @Test
    void neverGivesAStudyUpForOneTrialAlone() {
        environmentFailures(3, 12);

        assertThat(streak.reasonToGiveUp(EPOCHS)).isEmpty();
        assertThat(streak.lastTrialFailure()).isEmpty();
    }

    @Test
    void countsEnvironmentFailuresOfSeveralTrials() {
        environmentFailures(3, 12);
        environmentFailures(4, 1);

        assertThat(streak.reasonToGiveUp(EPOCHS))
                .contains("13 runs in a row failed; the last failure: the disk is full");
    }

    @Test
    void endsWithARunThatReachedItsEpoch() {
        environmentFailures(3, 9);
        streak.note(end(4, RunState.REACHED, TrialState.COMPLETED, Optional.empty(), ""), false);
        environmentFailures(5, 12);

        assertThat(streak.reasonToGiveUp(EPOCHS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"STOPPED, PAUSED", "LOST, PENDING"})
    void isNeitherLengthenedNorEndedByStopsAndLostExecutors(RunState run, TrialState trial) {
        environmentFailures(1, 5);
        streak.note(end(2, run, trial, Optional.empty(), "its executor was lost"), false);
        environmentFailures(2, 4);
        assertThat(streak.reasonToGiveUp(EPOCHS)).isEmpty();

        environmentFailures(2, 1);
        assertThat(streak.reasonToGiveUp(EPOCHS)).isPresent();
    }

    private void environmentFailures(int trial, int times) {
        for (int i = 0; i < times; i++) {
            streak.note(end(trial, RunState.LOST, TrialState.PENDING, Optional.empty(), "the disk is full"), true);
        }
    }

    private static RunEnd failed(int trial, FailureKind kind) {
        return end(
                trial, RunState.FAILED, TrialState.FAILED, Optional.of(kind), "trial " + trial + " failed as " + kind);
    }

    private static RunEnd end(int trial, RunState run, TrialState state, Optional<FailureKind> failure, String error) {
        return new RunEnd(
                new RunKey(1, trial, 1, 1),
                run,
                state,
                failure,
                List.of(),
                error,
                new Decision(DecisionKind.END, "scheduler", "the run ended", Map.of()));
    }
}
