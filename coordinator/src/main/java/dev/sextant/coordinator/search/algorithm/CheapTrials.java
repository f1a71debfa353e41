package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.EpochCosts;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Trials whose whole training costs a small part of what the lowest rung costs on average, such as heads on a frozen network
 * among trials that fine-tune it. Stopping them early saves nothing, so they are trained to the top at once. They take no
 * part in the promotions of the others, which cost time that they do not need. The model of configurations learns their
 * final values: what others reach on the lowest rung costs more.
 *
 * <p>Follows a study from view to view; a function of the latest view alone. Not thread-safe.
 */
final class CheapTrials {
    private final EpochCosts costs;
    /** Empty while no trial is cheap. */
    private Optional<EpochCosts.Known> known = Optional.empty();
    /** Largest cost of an epoch of a cheap trial, as a share of the typical one. */
    private double share;

    /** @param costs costs of epochs */
    CheapTrials(EpochCosts costs) {
        this.costs = costs;
    }

    /** Returns an instance that follows no study, so that no trial is cheap. */
    static CheapTrials none() {
        return new CheapTrials(new EpochCosts());
    }

    /** Updates the costs to a view of the study. */
    void follow(StudyView view) {
        boolean countsEpochs = view.rungs().size() == 1 || view.budget().limitsEpochs();
        share = EpochCosts.cheapShare(view);
        known = countsEpochs ? Optional.empty() : costs.below(share, view);
    }

    /** Returns the cost of an epoch as a share of the typical one; empty if it is too high or not known. */
    private OptionalDouble share(Trial trial) {
        return known.isPresent() ? share(known.get().ofTrial().apply(trial)) : OptionalDouble.empty();
    }

    /**
     * Returns the cost of an epoch as a share of the typical one if it is certainly low. A configuration in doubt is
     * trained to the lowest rung, after which its duration is known.
     */
    OptionalDouble share(Configuration configuration) {
        return known.isPresent() ? share(known.get().ofConfiguration().apply(configuration)) : OptionalDouble.empty();
    }

    private OptionalDouble share(OptionalDouble cost) {
        return cost.stream()
                .map(one -> one / known.orElseThrow().typical())
                .filter(part -> part <= share)
                .findFirst();
    }

    /** Proposes to train a cheap trial to the top that is paused below it. */
    Optional<Proposal> continueToTop(StudyView view, String algorithm) {
        return view.trials().stream()
                .filter(trial ->
                        trial.state() == TrialState.PAUSED && share(trial).isPresent())
                .findFirst()
                .map(trial -> new Proposal.ContinueTrial(
                        trial.number(),
                        view.maxEpochs(),
                        Reason.of(
                                algorithm,
                                "trial " + trial.number() + " is paused; "
                                        + savesNothing(share(trial).getAsDouble()) + ": trains to epoch "
                                        + view.maxEpochs(),
                                Map.of("share_of_typical_cost", share(trial).getAsDouble()))));
    }

    /** Says that a trial is cheap. */
    static String savesNothing(double share) {
        return String.format(
                Locale.ROOT,
                "its epochs cost %.2g %% of a typical one, so that stopping it early saves nothing",
                100 * share);
    }

    /**
     * Returns the study without the epochs of cheap trials that have ended, so that they neither compete for promotions nor
     * count as promoted.
     */
    StudyView withoutEnded(StudyView view) {
        return known.isEmpty()
                ? view
                : view.withTrials(view.trials().stream()
                        .map(trial -> isEndedAndCheap(trial) ? trial.asAfter(0, TrialState.STOPPED) : trial)
                        .toList());
    }

    /** Returns the study as if cheap trials that have ended had reached their best value on the lowest rung. */
    StudyView withFinalValues(StudyView view) {
        return known.isEmpty()
                ? view
                : view.withTrials(view.trials().stream()
                        .map(trial -> isEndedAndCheap(trial) ? withFinalValue(view, trial) : trial)
                        .toList());
    }

    private static Trial withFinalValue(StudyView view, Trial trial) {
        int lowest = view.rungs().get(0);
        Trial stopped = trial.asAfter(lowest, TrialState.STOPPED);
        OptionalInt best = trial.curve().bestEpoch(view.goal());
        return best.isEmpty()
                ? stopped
                : stopped.withCurve(LearningCurve.of(
                        Collections.nCopies(lowest, trial.curve().measured(best.getAsInt()))));
    }

    private boolean isEndedAndCheap(Trial trial) {
        return trial.state() == TrialState.COMPLETED && share(trial).isPresent();
    }
}
