package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Map;

/** What to answer when nothing can be started and nothing continued: wait for what is under way, or end the study. */
public final class WaitOrFinish {
    static final String ALL_CONFIGURATIONS_TRIED = "every configuration of the search space is in the study";

    public static final String ALL_OF_THE_GRID_TRIED = "every configuration of the grid is in the study";

    private WaitOrFinish() {}

    /** @param why nothing is started */
    static Proposal of(StudyView view, String algorithm, String why) {
        long running = view.trials().stream()
                .filter(trial -> trial.state() == TrialState.RUNNING)
                .count();
        long pending = view.trials().stream()
                .filter(trial -> trial.state() == TrialState.PENDING)
                .count();
        if (running + pending > 0) {
            return new Proposal.Wait(Reason.of(
                    algorithm,
                    why + "; waits for " + ReasonFormat.count(running + pending, "trial") + " under way",
                    Map.of("running", running, "pending", pending)));
        }
        long paused = view.trials().stream()
                .filter(trial -> trial.state() == TrialState.PAUSED)
                .count();
        return new Proposal.Exhausted(Reason.of(
                algorithm,
                why + (paused > 0 ? "; " + ReasonFormat.count(paused, "trial") + " left paused" : ""),
                Map.of("trials", (long) view.trials().size(), "paused", paused)));
    }

    static String allTrialsStarted(StudyView view) {
        return "the budget of " + ReasonFormat.count(view.maxTrials(), "trial") + " is spent";
    }
}
