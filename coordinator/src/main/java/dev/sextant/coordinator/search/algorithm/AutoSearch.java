package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.AutoComponent;
import dev.sextant.coordinator.search.model.EpochCosts;
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
 * The default algorithm: asynchronous halving whose new configurations come from a Gaussian process. It assumes that ranks
 * after few epochs predict ranks after many. When {@link FidelityCorrelation} finds that they do not, all further trials are
 * trained to the top. {@link CheapTrials} and {@link BudgetEnd} take into account what trials cost. Not thread-safe.
 */
public final class AutoSearch implements SearchAlgorithm {
    private static final String NAME = "auto";
    private static final double BETA = 3;
    private static final double MAX_BETA = 5;
    /** Small, because the few full trainings that a budget allows leave little for exploration. */
    private static final double BETA_OF_FULL_TRAININGS = 1;
    /** At most 1.5/η of a rung's trials are promoted. */
    private static final double PROMOTION_SLACK = 1.5;

    private final SearchAlgorithm halving;
    private final boolean checksFidelity;
    private final boolean usesMargins;
    private final boolean weighsCost;
    private final SearchAlgorithm fullTrainingByModel =
            new TopRungOnly(AsynchronousHalving.asha(NAME, ModelSampler.ofFullTrainings(NAME, BETA_OF_FULL_TRAININGS)));
    private final SearchAlgorithm fullTrainingAtRandom =
            new TopRungOnly(AsynchronousHalving.asha(NAME, PointSampler.of(new RandomPoints())));
    private final FidelityCorrelation fidelityCorrelation = new FidelityCorrelation();
    private final EpochCosts costs = new EpochCosts();
    private final CheapTrials cheapTrials = new CheapTrials(costs);
    private final BudgetEnd budgetEnd = new BudgetEnd(costs);

    /** The complete algorithm. */
    public AutoSearch() {
        this(Set.of());
    }

    /**
     * Creates the algorithm without some of its components.
     *
     * @param without components to leave out, for ablation studies
     */
    public AutoSearch(Set<AutoComponent> without) {
        Sampler sampler = without.contains(AutoComponent.MODEL)
                ? PointSampler.of(new RandomPoints())
                : new ModelSampler(NAME, BETA, MAX_BETA, without, costs);
        halving = without.contains(AutoComponent.SPARING)
                ? AsynchronousHalving.asha(NAME, sampler)
                : AsynchronousHalving.ashaWithLimit(NAME, sampler, PROMOTION_SLACK, cheapTrials);
        checksFidelity = !without.contains(AutoComponent.DOUBT);
        weighsCost = !without.contains(AutoComponent.COST);
        usesMargins = !without.contains(AutoComponent.CONSTRAINTS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Proposal propose(StudyView study) {
        StudyView view = usesMargins ? study : withoutMargins(study);
        if (!weighsCost) {
            return proposeByValue(view);
        }
        cheapTrials.follow(view);
        return cheapTrials.continueToTop(view, NAME).orElseGet(() -> budgetEnd.orBestTrial(view, proposeByValue(view)));
    }

    @Override
    public int firstEpochs(StudyView study, Configuration configuration) {
        StudyView view = usesMargins ? study : withoutMargins(study);
        if (weighsCost) {
            cheapTrials.follow(view);
        }
        return checksFidelity && fidelityCorrelation.examine(view).isUninformative()
                ? view.maxEpochs()
                : halving.firstEpochs(view, configuration);
    }

    private Proposal proposeByValue(StudyView view) {
        if (!checksFidelity) {
            return halving.propose(view);
        }
        FidelityCorrelation.Finding finding = fidelityCorrelation.examine(view);
        if (finding.isUninformative()) {
            return fullTraining(view).orElseGet(() -> halving.propose(view));
        }
        return finding.nextProbe()
                .map(probe -> trainProbe(view, probe))
                .orElseGet(() -> halving.propose(finding.withoutPoorProbes(view)));
    }

    private static StudyView withoutMargins(StudyView study) {
        return study.withTrials(study.trials().stream()
                .map(trial -> trial.withCurve(trial.curve().withoutMargins()))
                .toList());
    }

    private static Proposal trainProbe(StudyView view, FidelityCorrelation.Probe probe) {
        String sentence = String.format(
                Locale.ROOT,
                "trial %d is %s of %d after %s, but configurations do not explain these ranks: trains to epoch %d to"
                        + " check whether early epochs predict late ones",
                probe.trial(),
                ReasonFormat.ordinal(probe.rank()),
                probe.trials(),
                ReasonFormat.epochs(view.rungs().get(0)),
                view.maxEpochs());
        Map<String, Object> details = Map.of("rank", (long) probe.rank(), "of", (long) probe.trials());
        return new Proposal.ContinueTrial(probe.trial(), view.maxEpochs(), Reason.of(NAME, sentence, details));
    }

    /**
     * Starts a trial that is trained to the top; every second configuration is random, because a model learns little from
     * about ten trainings. Empty when no trial can be started.
     */
    private Optional<Proposal> fullTraining(StudyView view) {
        SearchAlgorithm algorithm = view.trials().size() % 2 == 0 ? fullTrainingAtRandom : fullTrainingByModel;
        return Optional.of(algorithm.propose(view))
                .filter(Proposal.StartTrial.class::isInstance)
                .map(Proposal.StartTrial.class::cast)
                .map(start -> new Proposal.StartTrial(
                        start.configuration(), start.toEpoch(), withFullTrainingReason(start.reason())));
    }

    private static Reason withFullTrainingReason(Reason reason) {
        return Reason.of(
                reason.algorithm(),
                reason.sentence() + ", because early epochs do not predict late ones here",
                reason.details());
    }
}
