package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
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

/** Trains every configuration of a sampler to the top rung, in one run. Not thread-safe. */
public final class FullTraining implements SearchAlgorithm {
    private final Sampler sampler;
    private final String exhausted;

    /**
     * Trains the configurations of a sampler of the whole search space.
     *
     * @param sampler chooses the configurations
     */
    public FullTraining(Sampler sampler) {
        this(sampler, WaitOrFinish.SPACE_EXHAUSTED);
    }

    /**
     * Trains the configurations of a sampler.
     *
     * @param exhausted the reason to give when the sampler has no configuration left
     */
    public FullTraining(Sampler sampler, String exhausted) {
        this.sampler = sampler;
        this.exhausted = exhausted;
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
            return continueToTop(view, paused.get());
        }
        if (!view.mayStartTrial()) {
            return WaitOrFinish.propose(view, name(), WaitOrFinish.trialBudgetSpent(view));
        }
        return sampler.sample(view)
                .map(sample -> start(view, sample))
                .orElseGet(() -> WaitOrFinish.propose(view, name(), exhausted));
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        return view.maxEpochs();
    }

    private Proposal continueToTop(StudyView view, Trial trial) {
        int epochs = trial.curve().epochs();
        return new Proposal.ContinueTrial(
                trial.number(),
                view.maxEpochs(),
                Reason.of(
                        name(),
                        "trial " + trial.number() + " is paused after " + ReasonFormat.epochs(epochs)
                                + ": continues to epoch " + view.maxEpochs(),
                        Map.of("epochs_trained", (long) epochs)));
    }

    private Proposal start(StudyView view, Sampler.Sample sample) {
        return new Proposal.StartTrial(
                sample.configuration(),
                view.maxEpochs(),
                Reason.of(
                        name(), sample.why() + ": trains " + ReasonFormat.epochs(view.maxEpochs()), sample.details()));
    }
}
