package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.Map;
import java.util.Optional;

/** Trains every configuration of a sampler to the top rung, in one run. */
public final class FullTraining implements SearchAlgorithm {
    private final Sampler sampler;
    private final String whenNoneIsLeft;

    public FullTraining(Sampler sampler) {
        this(sampler, WaitOrFinish.ALL_CONFIGURATIONS_TRIED);
    }

    /** @param whenNoneIsLeft what is said when the sampler has no configuration left */
    public FullTraining(Sampler sampler, String whenNoneIsLeft) {
        this.sampler = sampler;
        this.whenNoneIsLeft = whenNoneIsLeft;
    }

    @Override
    public String name() {
        return sampler.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        Optional<Trial> paused = view.trials().stream()
                .filter(trial ->
                        trial.state() == TrialState.PAUSED && trial.curve().epochs() < view.maxEpochs())
                .findFirst();
        if (paused.isPresent()) {
            Trial trial = paused.get();
            return new Proposal.ContinueTrial(
                    trial.number(),
                    view.maxEpochs(),
                    Reason.of(
                            name(),
                            "trial " + trial.number() + " is paused after "
                                    + ReasonFormat.epochs(trial.curve().epochs()) + ": goes on to " + view.maxEpochs(),
                            Map.of("epochs_trained", (long) trial.curve().epochs())));
        }
        if (!view.mayStartTrial()) {
            return WaitOrFinish.of(view, name(), WaitOrFinish.allTrialsStarted(view));
        }
        return sampler.sample(view)
                .<Proposal>map(sample -> new Proposal.StartTrial(
                        sample.configuration(),
                        view.maxEpochs(),
                        Reason.of(
                                name(),
                                sample.words() + ": trains " + ReasonFormat.epochs(view.maxEpochs()),
                                sample.details())))
                .orElseGet(() -> WaitOrFinish.of(view, name(), whenNoneIsLeft));
    }
}
