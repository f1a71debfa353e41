package dev.sextant.coordinator.search.algorithm;

import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.AutoComponent;
import dev.sextant.coordinator.search.model.ModelSampler;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.sample.PointSampler;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asynchronous halving whose new configurations come from a model. That early epochs say something about late ones is
 * believed until there is reason to doubt it, and a few trials trained to the end show the contrary ({@link FidelityCorrelation}):
 * from then on all new trials are trained to the end.
 */
public final class AutoSearch implements SearchAlgorithm {
    private static final String NAME = "auto";
    private static final double BETA = 3;
    private static final double MOST_BETA = 5;
    /** Of the few trainings that are left when early epochs are found to say nothing, hardly any can explore. */
    private static final double BETA_OF_FULL_TRAININGS = 1;
    /** How many times 1/η of a rung's trials go on in all. */
    private static final double SLACK = 1.5;

    private final SearchAlgorithm halving;
    private final boolean doubts;
    private final boolean knowsMargins;
    private final SearchAlgorithm fullByModel =
            new TopRungOnly(AsynchronousHalving.asha(NAME, ModelSampler.ofFullTrainings(NAME, BETA_OF_FULL_TRAININGS)));
    private final SearchAlgorithm fullAtRandom =
            new TopRungOnly(AsynchronousHalving.asha(NAME, PointSampler.of(new RandomPoints())));
    private final FidelityCorrelation early = new FidelityCorrelation();

    public AutoSearch() {
        this(Set.of());
    }

    /** @param without what is left out */
    public AutoSearch(Set<AutoComponent> without) {
        Sampler sampler = without.contains(AutoComponent.MODEL)
                ? PointSampler.of(new RandomPoints())
                : new ModelSampler(NAME, BETA, MOST_BETA, without);
        halving = without.contains(AutoComponent.SPARING)
                ? AsynchronousHalving.asha(NAME, sampler)
                : AsynchronousHalving.sparing(NAME, sampler, SLACK);
        doubts = !without.contains(AutoComponent.DOUBT);
        knowsMargins = !without.contains(AutoComponent.CONSTRAINTS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Proposal propose(StudyView study) {
        StudyView view = knowsMargins ? study : withoutMargins(study);
        if (!doubts) {
            return halving.propose(view);
        }
        FidelityCorrelation.Finding finding = early.of(view);
        if (finding.sayNothing()) {
            return fullTraining(view).orElseGet(() -> halving.propose(view));
        }
        return finding.next()
                .map(probe -> probe(view, probe))
                .orElseGet(() -> halving.propose(finding.withoutPoor(view)));
    }

    private static StudyView withoutMargins(StudyView study) {
        return study.withTrials(study.trials().stream()
                .map(trial -> trial.withCurve(trial.curve().withoutMargins()))
                .toList());
    }

    private static Proposal probe(StudyView view, FidelityCorrelation.Probe probe) {
        String words = String.format(
                Locale.ROOT,
                "trial %d is %s of %d after %s, which configurations do not explain: goes on to %d, to show whether"
                        + " early epochs say anything",
                probe.trial(),
                ReasonFormat.ordinal(probe.rank()),
                probe.of(),
                ReasonFormat.epochs(view.rungs().get(0)),
                view.maxEpochs());
        Map<String, Object> details = Map.of("rank", (long) probe.rank(), "of", (long) probe.of());
        return new Proposal.ContinueTrial(probe.trial(), view.maxEpochs(), Reason.of(NAME, words, details));
    }

    /** Every second one at random: of some ten trainings a model has not much to learn from. Empty when none can start. */
    private Optional<Proposal> fullTraining(StudyView view) {
        SearchAlgorithm algorithm = view.trials().size() % 2 == 0 ? fullAtRandom : fullByModel;
        return Optional.of(algorithm.propose(view))
                .filter(Proposal.StartTrial.class::isInstance)
                .map(Proposal.StartTrial.class::cast)
                .map(start ->
                        new Proposal.StartTrial(start.configuration(), start.toEpoch(), explained(start.reason())));
    }

    private static Reason explained(Reason reason) {
        return Reason.of(
                reason.algorithm(), reason.sentence() + ", since early epochs say nothing here", reason.details());
    }
}
