package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.StudyView;

/** The rules that the proposals of every algorithm must follow. */
final class ProposalRules {
    private ProposalRules() {}

    /**
     * Checks a start.
     *
     * @param known whether the study has the configuration
     */
    static void check(StudyView view, StartTrial start, boolean known) {
        require(view.mayStartTrial(), "%s is one more than the %s trials allowed", start, view.maxTrials());
        view.space().problemWith(start.configuration()).ifPresent(problem -> {
            throw new IllegalStateException(start + " lies outside the space: " + problem);
        });
        require(
                !known,
                "%s is in the study already, after %s trials",
                start,
                view.trials().size());
        require(view.rungs().contains(start.toEpoch()), "%s ends at none of the rungs %s", start, view.rungs());
    }

    /** Checks a continuation. */
    static void check(StudyView view, ContinueTrial next) {
        require(
                next.trial() >= 1 && next.trial() <= view.trials().size(),
                "%s names none of the %s trials",
                next,
                view.trials().size());
        Trial trial = view.trials().get(next.trial() - 1);
        require(trial.state() == TrialState.PAUSED, "%s continues a trial that is %s", next, trial.state());
        require(
                next.toEpoch() > trial.curve().epochs(),
                "%s goes no further than the %s epochs trained",
                next,
                trial.curve().epochs());
        require(next.toEpoch() <= view.maxEpochs(), "%s goes beyond the top of the rungs %s", next, view.rungs());
    }

    /** Throws an IllegalStateException with a message unless a condition holds. */
    static void require(boolean condition, String message, Object proposal, Object found) {
        if (!condition) {
            throw new IllegalStateException(String.format(message, proposal, found));
        }
    }
}
