package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.EpochCosts;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the end of a limited time for the best trial: once a proposal would leave less time than the best trial needs to
 * be trained to the top, the best trial is continued instead. Otherwise the study would end with its best trial half
 * trained. Not thread-safe.
 */
final class BudgetEnd {
    private final EpochCosts costs;

    BudgetEnd(EpochCosts costs) {
        this.costs = costs;
    }

    /** Returns the proposal, or one that continues the best trial if there is time for nothing else. */
    Proposal orBestTrial(StudyView view, Proposal proposal) {
        if (!view.budget().limitsTime() || view.rungs().size() == 1) {
            return proposal;
        }
        double left = view.secondsLeft() / view.slots();
        return best(view)
                .filter(best -> best.state() == TrialState.PAUSED && !continues(proposal, best))
                .filter(best -> secondsToTop(view, best) > 0 && secondsToTop(view, best) <= left)
                .filter(best -> left - seconds(view, proposal) < secondsToTop(view, best))
                .map(best -> promote(view, proposal.reason().algorithm(), best))
                .orElse(proposal);
    }

    private static boolean continues(Proposal proposal, Trial trial) {
        return proposal instanceof Proposal.ContinueTrial other && other.trial() == trial.number();
    }

    private static Optional<Trial> best(StudyView view) {
        Trial best = null;
        for (Trial trial : view.trials()) {
            double value = trial.curve().best(view.goal());
            boolean counts = trial.state() != TrialState.FAILED && Double.isFinite(value);
            if (counts
                    && (best == null || view.goal().isBetter(value, best.curve().best(view.goal())))) {
                best = trial;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Returns the seconds that the run of a proposal is expected to take; 0 if that is not known. */
    private double seconds(StudyView view, Proposal proposal) {
        if (proposal instanceof Proposal.ContinueTrial continued) {
            Trial trial = view.trials().get(continued.trial() - 1);
            return trial.secondsPerEpoch().orElse(0)
                    * (continued.toEpoch() - trial.curve().epochs());
        }
        if (proposal instanceof Proposal.StartTrial start) {
            return costs.secondsPerEpoch(view, start.configuration()).orElse(0) * start.toEpoch();
        }
        return 0;
    }

    private static double secondsToTop(StudyView view, Trial trial) {
        return trial.secondsPerEpoch().orElse(0)
                * (view.maxEpochs() - trial.curve().epochs());
    }

    private static Proposal promote(StudyView view, String algorithm, Trial best) {
        int epochs = best.curve().epochs();
        int next =
                view.rungs().stream().filter(rung -> rung > epochs).findFirst().orElseThrow();
        String sentence = String.format(
                Locale.ROOT,
                "%.0f s are left, and the best trial, %d, needs about %.0f s to the top: promoted to %s",
                view.secondsLeft(),
                best.number(),
                secondsToTop(view, best),
                ReasonFormat.epochs(next));
        return new Proposal.ContinueTrial(
                best.number(), next, Reason.of(algorithm, sentence, Map.of("seconds_left", view.secondsLeft())));
    }
}
