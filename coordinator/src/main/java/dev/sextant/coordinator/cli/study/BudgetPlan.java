package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a study's budget is worth, roughly, before anything has run.
 *
 * @param rungs trials that reach each rung, lowest first; empty when neither trials nor epochs are limited
 * @param epochs that the study trains, in all; empty when neither trials nor epochs are limited
 * @param fullTrainings {@code epochs} in trainings to the top rung
 * @param secondsPerEpoch how long an epoch may take if all {@code epochs} are to fit into the limits of time
 */
record BudgetPlan(List<Rung> rungs, OptionalLong epochs, OptionalDouble fullTrainings, OptionalDouble secondsPerEpoch) {
    BudgetPlan {
        rungs = List.copyOf(rungs);
    }

    /**
     * A rung and who gets there.
     *
     * @param epochs a trial has trained when it reaches the rung
     * @param trials about how many reach it
     */
    record Rung(int epochs, long trials) {}

    static BudgetPlan of(StudySpec spec) {
        List<Integer> levels = trainsFully(spec)
                ? List.of(spec.fidelity().maxEpochs())
                : spec.fidelity().rungs();
        int top = spec.fidelity().maxEpochs();
        int reduction = spec.fidelity().reduction();
        Budget budget = spec.budget();
        OptionalLong started = trialsStarted(spec, costOfTrial(levels, reduction));
        if (started.isEmpty()) {
            return new BudgetPlan(List.of(), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        // What the author enqueued goes to the top, whatever its rank.
        long enqueued = Math.min(spec.startWith().size(), started.getAsLong());
        long searched = started.getAsLong() - enqueued;
        List<Rung> rungs = new ArrayList<>();
        double epochs = (double) enqueued * top;
        double share = 1;
        int below = 0;
        for (int level : levels) {
            rungs.add(new Rung(level, enqueued + Math.round(searched * share)));
            epochs += searched * share * (level - below);
            share /= reduction;
            below = level;
        }
        long total = Math.min(Math.round(epochs), budget.epochs().orElse(Long.MAX_VALUE));
        return new BudgetPlan(
                rungs,
                OptionalLong.of(total),
                OptionalDouble.of((double) total / top),
                deviceSeconds(spec)
                        .map(seconds -> OptionalDouble.of(seconds / Math.max(1, total)))
                        .orElse(OptionalDouble.empty()));
    }

    /** Whether the algorithm trains every trial to the top at once: asked of the algorithm itself. */
    private static boolean trainsFully(StudySpec spec) {
        StudyView empty = new StudyView(
                spec.space(),
                Goal.MAXIMIZE,
                spec.fidelity().rungs(),
                spec.fidelity().reduction(),
                spec.search().seed(),
                1,
                Integer.MAX_VALUE,
                List.of(),
                List.of());
        Proposal first = SearchAlgorithms.create(spec.search().algorithm()).propose(empty);
        return first instanceof Proposal.StartTrial start
                && start.toEpoch() == spec.fidelity().maxEpochs();
    }

    /** Epochs that one more trial costs with its share of promotions: Σ_k (r_k − r_{k−1}) / η^k. */
    private static double costOfTrial(List<Integer> levels, int reduction) {
        double cost = 0;
        double share = 1;
        int below = 0;
        for (int level : levels) {
            cost += share * (level - below);
            share /= reduction;
            below = level;
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

    /** Slot time that the limits of time leave, in seconds. */
    private static Optional<Double> deviceSeconds(StudySpec spec) {
        int devices = Math.max(1, spec.cluster().gpusPerTrial());
        double byDevices = spec.budget().deviceHours().orElse(Double.POSITIVE_INFINITY) * 3600 / devices;
        double byClock = spec.budget()
                .wallClock()
                .map(Duration::toMillis)
                .map(millis -> millis / 1000.0 * spec.cluster().slots())
                .orElse(Double.POSITIVE_INFINITY);
        double seconds = Math.min(byDevices, byClock);
        return Double.isFinite(seconds) ? Optional.of(seconds) : Optional.empty();
    }
}
