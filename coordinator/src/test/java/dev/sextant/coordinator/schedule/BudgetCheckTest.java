package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetCheckTest {
    private static final Duration NONE = Duration.ZERO;

    @ParameterizedTest
    @CsvSource({
        "19, ",
        "20, the budget of 20 epochs is spent",
        "21, the budget of 20 epochs is spent",
    })
    void limitsEpochs(long epochs, String reason) {
        assertThat(check(SampleRuns.epochs(20)).reached(Double.NaN, epochs, NONE, NONE))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "2,   PT1H59M59.999S, ",
        "2,   PT2H,           the budget of 2 device hours is spent",
        "2,   PT3H,           the budget of 2 device hours is spent",
        "0.5, PT29M59S,       ",
        "0.5, PT30M,          the budget of 0.5 device hours is spent",
    })
    void limitsDeviceHours(double hours, Duration deviceTime, String reason) {
        assertThat(check(SampleRuns.deviceHours(hours)).reached(Double.NaN, 0, deviceTime, Duration.ofDays(9)))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "PT2H,     PT1H59M59S, ",
        "PT2H,     PT2H,       the wall-clock budget of 2h is spent",
        "PT2H,     PT2H1S,     the wall-clock budget of 2h is spent",
        "PT1H30M,  PT1H30M,    the wall-clock budget of 1h30m is spent",
        "PT45S,    PT44S,      ",
        "PT45S,    PT45S,      the wall-clock budget of 45s is spent",
    })
    void limitsWallClock(Duration limit, Duration wallClock, String reason) {
        assertThat(check(SampleRuns.wallClock(limit)).reached(Double.NaN, 0, Duration.ofDays(9), wallClock))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "MAXIMIZE, NaN,  ",
        "MAXIMIZE, 0.89, ",
        "MAXIMIZE, 0.9,  the target is reached: accuracy 0.900000",
        "MAXIMIZE, 0.91, the target is reached: accuracy 0.910000",
        "MINIMIZE, NaN,  ",
        "MINIMIZE, 0.91, ",
        "MINIMIZE, 0.9,  the target is reached: accuracy 0.900000",
        "MINIMIZE, 0.89, the target is reached: accuracy 0.890000",
    })
    void endsAtTheTarget(Goal goal, double best, String reason) {
        assertThat(check(goal, SampleRuns.target(0.9)).reached(best, 1000, Duration.ofDays(9), Duration.ofDays(9)))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @Test
    void namesTheTargetFirstIfSeveralLimitsAreReached() {
        Budget all = new Budget(
                OptionalInt.of(1),
                OptionalLong.of(1),
                OptionalDouble.of(1),
                Optional.of(Duration.ofHours(1)),
                OptionalDouble.of(0.9));

        assertThat(check(all).reached(0.95, 5, Duration.ofDays(1), Duration.ofDays(1)))
                .contains("the target is reached: accuracy 0.950000");
        assertThat(check(all).reached(0.5, 5, Duration.ofDays(1), Duration.ofDays(1)))
                .contains("the budget of 1 epochs is spent");
    }

    @Test
    void neverEndsAStudyWithoutLimits() {
        assertThat(check(Budget.UNLIMITED).reached(1, Long.MAX_VALUE, Duration.ofDays(999), Duration.ofDays(999)))
                .isEmpty();
    }

    @Test
    void leavesTheNumberOfTrialsToTheSearch() {
        assertThat(check(SampleRuns.trials(1)).reached(1, 1000, Duration.ofDays(9), Duration.ofDays(9)))
                .isEmpty();
    }

    private static BudgetCheck check(Budget budget) {
        return check(Goal.MAXIMIZE, budget);
    }

    private static BudgetCheck check(Goal goal, Budget budget) {
        Objective objective = new Objective("accuracy", goal, List.of());
        return new BudgetCheck(SampleRuns.spec("sample", objective, "asha", budget, SampleRuns.cluster(1, 0)));
    }
}
