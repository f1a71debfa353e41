package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Optional;

/**
 * The baseline of Egele et al. (arXiv 2307.15422): trains random configurations for one epoch each and then the best
 * {@value #FINALISTS} to the end. The number of configurations leaves enough of the budget for that. Not thread-safe.
 */
final class OneEpochThenBest implements SearchAlgorithm {
    static final String NAME = "one-epoch";
    private static final int FINALISTS = 3;

    private final long budget;
    private final SearchAlgorithm random = SearchAlgorithms.create("random");

    /** @param budget number of epochs of the study */
    OneEpochThenBest(long budget) {
        this.budget = budget;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Proposal propose(StudyView view) {
        if (view.trials().size() < starts(view) && view.mayStartTrial()) {
            Proposal proposal = random.propose(withoutPaused(view));
            if (proposal instanceof Proposal.StartTrial start) {
                return new Proposal.StartTrial(start.configuration(), 1, Reason.of(NAME, "trains 1 epoch"));
            }
        }
        boolean underWay = view.trials().stream().anyMatch(trial -> trial.state() == TrialState.RUNNING);
        boolean firstEpochsUnderWay = view.trials().stream()
                .anyMatch(trial -> trial.state() == TrialState.RUNNING && trial.targetEpoch() == 1);
        long finalists =
                view.trials().stream().filter(trial -> trial.targetEpoch() > 1).count();
        // More than the finalists are continued only when budget is left, because the space was small.
        boolean mayContinue = !firstEpochsUnderWay && (finalists < FINALISTS || !underWay);
        return (mayContinue ? best(view) : Optional.<Trial>empty())
                .<Proposal>map(trial -> new Proposal.ContinueTrial(
                        trial.number(), view.maxEpochs(), Reason.of(NAME, "best after 1 epoch: continues to the end")))
                .orElseGet(() -> underWay
                        ? new Proposal.Wait(Reason.of(NAME, "waits for running trials"))
                        : new Proposal.Exhausted(Reason.of(NAME, "no trial is left to continue")));
    }

    /** Number of configurations trained for one epoch. */
    private long starts(StudyView view) {
        long remainingEpochs = view.maxEpochs() - 1L;
        long finalists = Math.max(1, Math.min(FINALISTS, budget / (2L * view.maxEpochs())));
        return Math.max(1, budget - finalists * remainingEpochs);
    }

    private static Optional<Trial> best(StudyView view) {
        Trial best = null;
        for (Trial trial : view.trials()) {
            if (trial.state() == TrialState.PAUSED
                    && (best == null
                            || view.goal()
                                    .isBetter(
                                            trial.curve().best(view.goal()),
                                            best.curve().best(view.goal())))) {
                best = trial;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Hides paused trials from random search, which would train them to the end. */
    private static StudyView withoutPaused(StudyView view) {
        return view.withTrials(view.trials().stream()
                .map(trial -> trial.state() != TrialState.PAUSED
                        ? trial
                        : new Trial(
                                trial.number(),
                                trial.configuration(),
                                TrialState.STOPPED,
                                trial.targetEpoch(),
                                trial.proposedBy(),
                                trial.curve()))
                .toList());
    }
}
