package dev.sextant.coordinator.search;

import dev.sextant.common.study.TrialState;
import java.util.Map;
import java.util.Optional;

/** Before all else lets a trial go on that was cut off, or stopped, before the epoch its run was for. */
final class InterruptedFirst implements SearchAlgorithm {
    private final SearchAlgorithm next;

    InterruptedFirst(SearchAlgorithm next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        Optional<TrialView> interrupted = Optional.empty();
        for (TrialView trial : view.trials()) {
            if (trial.state() == TrialState.PAUSED && trial.curve().epochs() < trial.targetEpoch()) {
                interrupted = Optional.of(trial);
                break;
            }
        }
        return interrupted.map(this::continued).orElseGet(() -> next.propose(view));
    }

    private Proposal continued(TrialView trial) {
        int epochs = trial.curve().epochs();
        return new Proposal.ContinueTrial(
                trial.number(),
                trial.targetEpoch(),
                Reason.of(
                        name(),
                        "trial " + trial.number() + " was interrupted after " + Words.epochs(epochs) + ": goes on to "
                                + trial.targetEpoch(),
                        Map.of("epochs_trained", (long) epochs)));
    }
}
