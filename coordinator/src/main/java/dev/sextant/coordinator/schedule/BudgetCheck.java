package dev.sextant.coordinator.schedule;

import dev.sextant.common.spec.DurationText;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudySpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out which limit of a study's budget is reached. The search itself observes the limit on the number of trials.
 */
final class BudgetCheck {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final Budget budget;
    private final Goal goal;
    private final String metric;

    BudgetCheck(StudySpec spec) {
        this.budget = spec.budget();
        this.goal = spec.objective().goal();
        this.metric = spec.objective().metric();
    }

    /**
     * Returns a sentence about the limit that is reached; empty if none is.
     *
     * @param bestValue best value of the objective metric, NaN before the first one
     * @param epochs number of epochs measured in all trials
     * @param deviceTime device time of all runs, over all resumes
     * @param wallClock time that coordinators have worked on the study, over all resumes
     */
    Optional<String> reached(double bestValue, long epochs, Duration deviceTime, Duration wallClock) {
        if (budget.target().isPresent()
                && !Double.isNaN(bestValue)
                && !goal.isBetter(budget.target().getAsDouble(), bestValue)) {
            return Optional.of(String.format(Locale.ROOT, "the target is reached: %s %.6g", metric, bestValue));
        }
        if (budget.epochs().isPresent() && epochs >= budget.epochs().getAsLong()) {
            return Optional.of("the budget of " + budget.epochs().getAsLong() + " epochs is spent");
        }
        if (budget.deviceHours().isPresent()
                && deviceTime.toMillis() >= budget.deviceHours().getAsDouble() * MILLIS_PER_HOUR) {
            return Optional.of("the budget of " + plain(budget.deviceHours().getAsDouble()) + " device hours is spent");
        }
        if (budget.wallClock().isPresent()
                && wallClock.compareTo(budget.wallClock().get()) >= 0) {
            return Optional.of("the wall-clock budget of "
                    + DurationText.of(budget.wallClock().get()) + " is spent");
        }
        return Optional.empty();
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
