package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Map;

/**
 * The answer when no trial can be started or continued: wait while trials are running or pending, otherwise finish the
 * study.
 */
public final class WaitOrFinish {
    /** Reason when the search space has no untried configuration left. */
    static final String SPACE_EXHAUSTED = "the study already has every configuration of the search space";

    /** Reason when the grid has no untried configuration left. */
    public static final String GRID_EXHAUSTED = "the study already has every configuration of the grid";

    private WaitOrFinish() {}

    /**
     * Proposes to wait or to finish.
     *
     * @param why reason why no trial is started
     */
    static Proposal propose(StudyView view, String algorithm, String why) {
        long running = count(view, TrialState.RUNNING);
        long pending = count(view, TrialState.PENDING);
        if (running + pending > 0) {
            return new Proposal.Wait(Reason.of(
                    algorithm,
                    why + "; waits for " + ReasonFormat.count(running + pending, "running or pending trial"),
                    Map.of("running", running, "pending", pending)));
        }
        long paused = count(view, TrialState.PAUSED);
        return new Proposal.Exhausted(Reason.of(
                algorithm,
                why + (paused > 0 ? "; " + ReasonFormat.count(paused, "trial") + " left paused" : ""),
                Map.of("trials", (long) view.trials().size(), "paused", paused)));
    }

    /**
     * Proposes like {@link #propose}, for algorithms that start new trials as long as the budget and the search space
     * allow.
     */
    static Proposal propose(StudyView view, String algorithm) {
        return propose(view, algorithm, view.mayStartTrial() ? SPACE_EXHAUSTED : trialBudgetSpent(view));
    }

    /** Reason when the study has as many trials as its budget allows. */
    static String trialBudgetSpent(StudyView view) {
        return "the budget of " + ReasonFormat.count(view.maxTrials(), "trial") + " is spent";
    }

    private static long count(StudyView view, TrialState state) {
        return view.trials().stream().filter(trial -> trial.state() == state).count();
    }
}
