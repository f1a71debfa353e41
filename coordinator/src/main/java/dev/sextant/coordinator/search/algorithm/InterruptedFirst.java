package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import java.util.Map;
import java.util.Optional;

/** Before all else lets a trial go on that was cut off, or stopped, before the epoch its run was for. */
public final class InterruptedFirst implements SearchAlgorithm {
    private final SearchAlgorithm next;

    public InterruptedFirst(SearchAlgorithm next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        Optional<Trial> interrupted = Optional.empty();
        for (Trial trial : view.trials()) {
            if (trial.state() == TrialState.PAUSED && trial.curve().epochs() < trial.targetEpoch()) {
                interrupted = Optional.of(trial);
                break;
            }
        }
        return interrupted.map(this::continued).orElseGet(() -> next.propose(view));
    }

    private Proposal continued(Trial trial) {
        int epochs = trial.curve().epochs();
        return new Proposal.ContinueTrial(
                trial.number(),
                trial.targetEpoch(),
                Reason.of(
                        name(),
                        "trial " + trial.number() + " was interrupted after " + ReasonFormat.epochs(epochs)
                                + ": goes on to " + trial.targetEpoch(),
                        Map.of("epochs_trained", (long) epochs)));
    }
}
