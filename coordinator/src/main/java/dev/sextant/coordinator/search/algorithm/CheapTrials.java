package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.CostModel;
import dev.sextant.coordinator.search.model.TrialCosts;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Trials whose whole training takes less time than the lowest rung takes on average, such as heads on a frozen network
 * among trials that fine-tune it. Stopping them early saves nothing, so they are trained to the top at once. They take no
 * part in the promotions of the others, which cost time that they do not need. All trials meet at the top rung.
 *
 * <p>Follows a study from view to view; a function of the latest view alone. Not thread-safe.
 */
final class CheapTrials {
    private final CostModel costs;
    /** Most seconds per epoch of a cheap trial; 0 while durations are not known. */
    private double limit;

    /** @param costs model of the duration of an epoch */
    CheapTrials(CostModel costs) {
        this.costs = costs;
    }

    /** Returns an instance that follows no study, so that no trial is cheap. */
    static CheapTrials none() {
        return new CheapTrials(new CostModel());
    }

    /** Updates the limit to a view of the study. */
    void follow(StudyView view) {
        limit = 0;
        if (view.rungs().size() == 1 || view.budget().limitsEpochs()) {
            return;
        }
        double candidate =
                TrialCosts.typicalSecondsPerEpoch(view).orElse(0) * view.rungs().get(0) / view.maxEpochs();
        // Durations are fitted only where a trial is that fast: nearly never, unless trials differ in kind.
        boolean isAnyFaster = view.trials().stream()
                .anyMatch(trial -> trial.secondsPerEpoch().orElse(Double.POSITIVE_INFINITY) <= candidate);
        if (isAnyFaster && costs.learn(view).isPresent()) {
            limit = candidate;
        }
    }

    private boolean isCheap(Trial trial) {
        return trial.secondsPerEpoch().orElse(Double.POSITIVE_INFINITY) <= limit;
    }

    /** Proposes to train a cheap trial to the top that is paused below it. */
    Optional<Proposal> continueToTop(StudyView view, String algorithm) {
        return view.trials().stream()
                .filter(trial -> trial.state() == TrialState.PAUSED && isCheap(trial))
                .findFirst()
                .map(trial -> new Proposal.ContinueTrial(
                        trial.number(),
                        view.maxEpochs(),
                        Reason.of(
                                algorithm,
                                String.format(
                                        Locale.ROOT,
                                        "trial %d takes %.2g s per epoch, so that stopping it early saves nothing: trains"
                                                + " to epoch %d",
                                        trial.number(),
                                        trial.secondsPerEpoch().orElseThrow(),
                                        view.maxEpochs()),
                                Map.of(
                                        "seconds_per_epoch",
                                        trial.secondsPerEpoch().orElseThrow()))));
    }

    /**
     * Returns the expected seconds per epoch of a configuration if it is cheap even at the upper bound. A configuration in
     * doubt is trained to the lowest rung, after which its duration is known.
     */
    OptionalDouble secondsPerEpoch(StudyView view, Configuration configuration) {
        return limit == 0
                ? OptionalDouble.empty()
                : costs.learn(view).stream()
                        .filter(learned -> learned.mostSecondsPerEpoch(configuration) <= limit)
                        .mapToDouble(learned -> learned.secondsPerEpoch(configuration))
                        .findFirst();
    }

    /**
     * Returns the study without the epochs of cheap trials that have ended, so that they neither compete for promotions nor
     * count as promoted.
     */
    StudyView withoutEnded(StudyView view) {
        if (limit == 0) {
            return view;
        }
        return view.withTrials(view.trials().stream()
                .map(trial -> trial.state() == TrialState.COMPLETED && isCheap(trial)
                        ? trial.asAfter(0, TrialState.STOPPED)
                        : trial)
                .toList());
    }
}
