package dev.sextant.coordinator.search;

import dev.sextant.common.study.TrialState;
import java.util.Map;
import java.util.Optional;

/** Trains every configuration of a sampler to the top rung, in one run. */
final class FullTraining implements SearchAlgorithm {
    private final Sampler sampler;
    private final String whenNoneIsLeft;

    FullTraining(Sampler sampler) {
        this(sampler, Ending.ALL_CONFIGURATIONS_TRIED);
    }

    /** @param whenNoneIsLeft what is said when the sampler has no configuration left */
    FullTraining(Sampler sampler, String whenNoneIsLeft) {
        this.sampler = sampler;
        this.whenNoneIsLeft = whenNoneIsLeft;
    }

    @Override
    public String name() {
        return sampler.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        Optional<TrialView> paused = view.trials().stream()
                .filter(trial ->
                        trial.state() == TrialState.PAUSED && trial.curve().epochs() < view.maxEpochs())
                .findFirst();
        if (paused.isPresent()) {
            TrialView trial = paused.get();
            return new Proposal.ContinueTrial(
                    trial.number(),
                    view.maxEpochs(),
                    Reason.of(
                            name(),
                            "trial " + trial.number() + " is paused after "
                                    + Words.epochs(trial.curve().epochs()) + ": goes on to " + view.maxEpochs(),
                            Map.of("epochs_trained", (long) trial.curve().epochs())));
        }
        if (!view.mayStartTrial()) {
            return Ending.of(view, name(), Ending.allTrialsStarted(view));
        }
        return sampler.sample(view)
                .<Proposal>map(sample -> new Proposal.StartTrial(
                        sample.configuration(),
                        view.maxEpochs(),
                        Reason.of(
                                name(),
                                sample.words() + ": trains " + Words.epochs(view.maxEpochs()),
                                sample.details())))
                .orElseGet(() -> Ending.of(view, name(), whenNoneIsLeft));
    }
}
