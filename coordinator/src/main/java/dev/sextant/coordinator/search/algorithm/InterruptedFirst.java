package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Map;

/**
 * Resumes a trial whose run was lost or stopped before its target epoch, before anything else. Then asks another
 * algorithm. Thread-safe if that algorithm is.
 */
public final class InterruptedFirst implements SearchAlgorithm {
    private final SearchAlgorithm next;

    /**
     * Puts interrupted trials before the proposals of another algorithm.
     *
     * @param next algorithm to use when no trial was interrupted
     */
    public InterruptedFirst(SearchAlgorithm next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        for (Trial trial : view.trials()) {
            if (trial.state() == TrialState.PAUSED && trial.curve().epochs() < trial.targetEpoch()) {
                return resume(trial);
            }
        }
        return next.propose(view);
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        return next.firstEpochs(view, configuration);
    }

    private Proposal resume(Trial trial) {
        int epochs = trial.curve().epochs();
        return new Proposal.ContinueTrial(
                trial.number(),
                trial.targetEpoch(),
                Reason.of(
                        name(),
                        "trial " + trial.number() + " was interrupted after " + ReasonFormat.epochs(epochs)
                                + ": resumes and trains to epoch " + trial.targetEpoch(),
                        Map.of("epochs_trained", (long) epochs)));
    }
}
