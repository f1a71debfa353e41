package dev.sextant.coordinator.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.search.ExpectedSpending;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * An estimate, made before anything has run, of what a study's budget allows.
 *
 * @param rungs trials that reach each rung, lowest first; empty if neither trials nor epochs are limited
 * @param epochs total epochs of the study; empty if neither trials nor epochs are limited
 * @param secondsPerEpoch longest mean duration of an epoch with which the most epochs that are expected fit into the time
 *     limits
 */
public record BudgetPlan(List<Rung> rungs, Optional<Epochs> epochs, OptionalDouble secondsPerEpoch) {
    public BudgetPlan {
        rungs = List.copyOf(rungs);
    }

    /**
     * The expected number of trials at a rung.
     *
     * @param epochs epochs that a trial has trained when it reaches the rung
     * @param trials estimated number of trials that reach it
     */
    public record Rung(int epochs, long trials) {}

    /**
     * The expected total epochs of a study.
     *
     * @param low lower bound for nine in ten studies
     * @param high upper bound for nine in ten studies
     */
    public record Epochs(long expected, long low, long high) {
        private static Epochs of(ExpectedSpending spending, OptionalLong limit) {
            long most = limit.orElse(Long.MAX_VALUE);
            return new Epochs(
                    Math.min(most, Math.round(spending.epochs())),
                    Math.min(most, Math.round(spending.low())),
                    Math.min(most, Math.round(spending.high())));
        }

        /** Returns the same numbers in full trainings. */
        public FullTrainings fullTrainings(int maxEpochs) {
            return new FullTrainings(
                    (double) expected / maxEpochs, (double) low / maxEpochs, (double) high / maxEpochs);
        }
    }

    /** {@link Epochs} divided by the epochs of the top rung. */
    public record FullTrainings(double expected, double low, double high) {}

    /** Estimates the budget of a study. */
    public static BudgetPlan of(StudySpec spec) {
        OptionalLong started = trialsStarted(spec);
        if (started.isEmpty()) {
            return new BudgetPlan(List.of(), Optional.empty(), OptionalDouble.empty());
        }
        ExpectedSpending spending = spending(spec, started.getAsLong());
        List<Integer> levels = SearchAlgorithms.comparedAt(spec);
        List<Rung> rungs = new ArrayList<>();
        for (int rung = 0; rung < levels.size(); rung++) {
            rungs.add(new Rung(
                    levels.get(rung), Math.round(spending.trialsByRung().get(rung))));
        }
        Epochs epochs = Epochs.of(spending, spec.budget().epochs());
        return new BudgetPlan(
                rungs,
                Optional.of(epochs),
                Double.isInfinite(spec.slotSeconds())
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(spec.slotSeconds() / Math.max(1, epochs.high())));
    }

    /** Configurations under {@code start_with} are trained to the top rung, whatever their rank. */
    private static ExpectedSpending spending(StudySpec spec, long trials) {
        long enqueued = Math.min(spec.startWith().size(), trials);
        return SearchAlgorithms.spending(spec, trials - enqueued)
                .plusFullTrainings(enqueued, spec.fidelity().maxEpochs());
    }

    private static OptionalLong trialsStarted(StudySpec spec) {
        Budget budget = spec.budget();
        OptionalLong countable = spec.space().size(100_000);
        long limit = Math.min(
                budget.trials().orElse(Integer.MAX_VALUE),
                countable.isPresent() ? countable.getAsLong() : Long.MAX_VALUE);
        if (budget.epochs().isPresent()) {
            return OptionalLong.of(trialsFor(spec, budget.epochs().getAsLong(), limit));
        }
        return budget.trials().isPresent() || countable.isPresent() ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    /** Returns the smallest number of trials that are expected to need at least {@code epochs}, or the limit. */
    private static long trialsFor(StudySpec spec, long epochs, long limit) {
        long low = 0;
        long high = Math.min(limit, epochs);
        while (low < high) {
            long middle = (low + high) / 2;
            if (spending(spec, middle).epochs() < epochs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
