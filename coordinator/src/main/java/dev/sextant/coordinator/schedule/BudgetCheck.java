package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudySpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells which limit of a study's budget is reached, if any; the number of trials is the search's to keep. */
final class BudgetCheck {
    private final Budget budget;
    private final Goal goal;
    private final String metric;

    BudgetCheck(StudySpec spec) {
        this.budget = spec.budget();
        this.goal = spec.objective().goal();
        this.metric = spec.objective().metric();
    }

    /** A sentence that names the limit that is reached. */
    Optional<String> reached(double bestValue, long epochs, Duration deviceTime, Duration wallClock) {
        if (budget.target().isPresent() && !Double.isNaN(bestValue)) {
            double target = budget.target().getAsDouble();
            if (!goal.isBetter(target, bestValue)) {
                return Optional.of(String.format(Locale.ROOT, "the target is reached: %s %.6g", metric, bestValue));
            }
        }
        if (budget.epochs().isPresent() && epochs >= budget.epochs().getAsLong()) {
            return Optional.of("the budget of " + budget.epochs().getAsLong() + " epochs is spent");
        }
        if (budget.deviceHours().isPresent()
                && seconds(deviceTime) >= budget.deviceHours().getAsDouble() * 3600) {
            return Optional.of("the budget of " + budget.deviceHours().getAsDouble() + " device hours is spent");
        }
        if (budget.wallClock().isPresent()
                && wallClock.compareTo(budget.wallClock().get()) >= 0) {
            return Optional.of("the wall clock of " + budget.wallClock().get() + " is over");
        }
        return Optional.empty();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
