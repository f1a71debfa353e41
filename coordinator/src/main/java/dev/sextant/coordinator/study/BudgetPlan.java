package dev.sextant.coordinator.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * An estimate, made before anything has run, of what a study's budget allows.
 *
 * @param rungs trials that reach each rung, lowest first; empty if neither trials nor epochs are limited
 * @param epochs total epochs of the study; empty if neither trials nor epochs are limited
 * @param fullTrainings {@code epochs} divided by the epochs of the top rung
 * @param secondsPerEpoch longest mean duration of an epoch with which all {@code epochs} fit into the time limits
 */
public record BudgetPlan(
        List<Rung> rungs, OptionalLong epochs, OptionalDouble fullTrainings, OptionalDouble secondsPerEpoch) {
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

    /** Estimates the budget of a study. */
    public static BudgetPlan of(StudySpec spec) {
        List<Integer> levels = SearchAlgorithms.comparedAt(spec);
        int top = spec.fidelity().maxEpochs();
        int reduction = spec.fidelity().reduction();
        Budget budget = spec.budget();
        OptionalLong started = trialsStarted(spec, costOfTrial(levels, reduction));
        if (started.isEmpty()) {
            return new BudgetPlan(List.of(), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        // Configurations under start_with are trained to the top rung, whatever their rank.
        long enqueued = Math.min(spec.startWith().size(), started.getAsLong());
        long searched = started.getAsLong() - enqueued;
        List<Rung> rungs = new ArrayList<>();
        double epochs = (double) enqueued * top;
        double share = 1;
        int previous = 0;
        for (int level : levels) {
            rungs.add(new Rung(level, enqueued + Math.round(searched * share)));
            epochs += searched * share * (level - previous);
            share /= reduction;
            previous = level;
        }
        long total = Math.min(Math.round(epochs), budget.epochs().orElse(Long.MAX_VALUE));
        return new BudgetPlan(
                rungs,
                OptionalLong.of(total),
                OptionalDouble.of((double) total / top),
                Double.isInfinite(spec.slotSeconds())
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(spec.slotSeconds() / Math.max(1, total)));
    }

    /** Expected epochs per started trial, with its share of promotions: Σ_k (r_k − r_{k−1}) / η^k. */
    private static double costOfTrial(List<Integer> levels, int reduction) {
        double cost = 0;
        double share = 1;
        int previous = 0;
        for (int level : levels) {
            cost += share * (level - previous);
            share /= reduction;
            previous = level;
        }
        return cost;
    }

    private static OptionalLong trialsStarted(StudySpec spec, double cost) {
        Budget budget = spec.budget();
        OptionalLong countable = spec.space().size(100_000);
        long limit = Math.min(
                budget.trials().orElse(Integer.MAX_VALUE),
                countable.isPresent() ? countable.getAsLong() : Long.MAX_VALUE);
        if (budget.epochs().isPresent()) {
            long top = spec.fidelity().maxEpochs();
            long epochs = budget.epochs().getAsLong();
            long enqueued = Math.min(spec.startWith().size(), (epochs + top - 1) / top);
            long left = Math.max(0, epochs - enqueued * top);
            return OptionalLong.of(Math.min(limit, enqueued + (long) Math.ceil(left / cost)));
        }
        return budget.trials().isPresent() || countable.isPresent() ? OptionalLong.of(limit) : OptionalLong.empty();
    }
}
