package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides when a study ends, and how: by its budget, by a streak of failures, or on request. The first reason counts. Used
 * by the scheduler's thread alone.
 */
final class StoppingRule {
    private final BudgetCheck budget;
    private final String metric;
    private final FailureStreak failures = new FailureStreak();
    private Optional<StudyOutcome> ending = Optional.empty();

    StoppingRule(StudySpec spec) {
        this.budget = new BudgetCheck(spec);
        this.metric = spec.objective().metric();
    }

    /** Whether the study ends: nothing new is started, and runs under way are told to save and stop. */
    boolean isEnding() {
        return ending.isPresent();
    }

    /** Returns why the study ends; empty while it goes on. */
    Optional<String> reason() {
        return ending.map(StudyOutcome::reason);
    }

    /** Ends the study. Ignored if it ends already. */
    void end(StudyState state, String reason) {
        if (ending.isEmpty()) {
            ending = Optional.of(new StudyOutcome(state, reason));
        }
    }

    /** Notes how a run ended, which may lengthen or end a streak of failures. */
    void note(RunEnd end, boolean environmentFailure) {
        failures.note(end, environmentFailure);
    }

    /** Ends the study if a limit of its budget is reached, or too many runs in a row have failed. */
    void check(TrialCache trials, Duration deviceTime, Duration wallClock) {
        if (ending.isPresent()) {
            return;
        }
        budget.reached(trials.bestValue(), trials.epochs(), deviceTime, wallClock)
                .ifPresent(reason -> end(StudyState.COMPLETED, reason));
        failures.reasonToGiveUp(trials.epochs()).ifPresent(reason -> end(StudyState.FAILED, reason));
    }

    /**
     * Returns how the study ended. A study whose trials all failed before they measured anything has failed, even if its
     * budget is spent.
     *
     * @throws java.util.NoSuchElementException if the study does not end yet
     */
    StudyOutcome outcome(TrialCache trials) {
        StudyOutcome outcome = ending.orElseThrow();
        if (outcome.state() != StudyState.COMPLETED || !trials.nothingTrained()) {
            return outcome;
        }
        String lastFailure = failures.lastTrialFailure()
                .orElseGet(() ->
                        trials.trial(trials.size()).failure().orElseThrow().name());
        return new StudyOutcome(
                StudyState.FAILED,
                "all trials (" + trials.size() + ") failed before they had a value of " + metric
                        + "; the last failure: " + lastFailure);
    }
}
