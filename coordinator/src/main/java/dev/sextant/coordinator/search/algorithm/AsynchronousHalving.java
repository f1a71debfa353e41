package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.Brackets;
import dev.sextant.coordinator.search.rung.Promotions;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Asynchronous successive halving with pause and promote (ASHA: Li et al., A system for massively parallel hyperparameter
 * tuning, MLSys 2020, algorithm 2). From the highest rung down, a paused trial in the top 1/η of its rung is promoted to the
 * next. If there is none, a new trial starts at the lowest rung. With the {@link Brackets} of Hyperband it is that paper's
 * asynchronous Hyperband.
 *
 * <p>When no new trial can be started, the best paused trial of a rung is promoted even if the rung has fewer than η trials,
 * as soon as no running trial can reach the rung. Thus small studies, too, train a trial to the top. Not thread-safe.
 */
public final class AsynchronousHalving implements SearchAlgorithm {
    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    private final String name;
    private final Sampler sampler;
    private final Function<StudyView, Brackets> brackets;
    private final double promotionSlack;
    private final CheapTrials cheapTrials;
    private final RungTable table = new RungTable();

    private AsynchronousHalving(
            String name,
            Sampler sampler,
            Function<StudyView, Brackets> brackets,
            double promotionSlack,
            CheapTrials cheapTrials) {
        this.name = name;
        this.sampler = sampler;
        this.brackets = brackets;
        this.promotionSlack = promotionSlack;
        this.cheapTrials = cheapTrials;
    }

    /** ASHA: a single bracket with all rungs. */
    public static AsynchronousHalving asha(String name, Sampler sampler) {
        return new AsynchronousHalving(name, sampler, view -> Brackets.single(), NO_LIMIT, CheapTrials.none());
    }

    /**
     * ASHA that promotes no more than {@code promotionSlack} / η of a rung's trials over time. The epochs saved go to new
     * configurations, which pays when the sampler learns from all of them.
     *
     * @param promotionSlack at least 1
     * @param cheapTrials follows the study; trials that it expects to be cheap are trained to the top at once
     */
    static AsynchronousHalving ashaWithLimit(
            String name, Sampler sampler, double promotionSlack, CheapTrials cheapTrials) {
        return new AsynchronousHalving(name, sampler, view -> Brackets.single(), promotionSlack, cheapTrials);
    }

    /** Asynchronous Hyperband. */
    public static AsynchronousHalving hyperband(String name, Sampler sampler) {
        return new AsynchronousHalving(
                name,
                sampler,
                view -> Brackets.hyperband(view.rungs().size(), view.reduction()),
                NO_LIMIT,
                CheapTrials.none());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Proposal propose(StudyView view) {
        StudyView competing = cheapTrials.withoutEnded(view);
        table.follow(competing);
        Promotions promotions = new Promotions(competing, table, brackets.apply(view));
        return promotions
                .next(promotionSlack)
                .map(promotion -> promote(view, promotions, promotion))
                .or(() -> start(view, promotions))
                .or(() -> promotions.nextWithoutNewTrials().map(promotion -> promote(view, promotions, promotion)))
                .orElseGet(() -> WaitOrFinish.propose(view, name));
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        StudyView competing = cheapTrials.withoutEnded(view);
        table.follow(competing);
        Promotions promotions = new Promotions(competing, table, brackets.apply(view));
        return cheapTrials.share(configuration).isPresent()
                ? view.maxEpochs()
                : view.rungs().get(promotions.nextBracket());
    }

    private Proposal promote(StudyView view, Promotions promotions, Promotions.Promotion promotion) {
        int rungEpochs = view.rungs().get(promotion.rung());
        int targetEpoch = view.rungs().get(promotion.rung() + 1);
        Map<String, Object> details = new TreeMap<>();
        details.put("rung", (long) rungEpochs);
        details.put("rank", (long) promotion.rank());
        details.put("of", (long) promotion.trials());
        details.put("reduction", (long) view.reduction());
        promotion.value().ifPresent(value -> details.put("value", value));
        String bracket = "";
        if (promotions.brackets() > 1) {
            details.put("bracket", (long) promotion.bracket());
            bracket = " of bracket " + promotion.bracket();
        }
        String violation = promotion.value().isPresent() ? "" : ", although it still violates constraints";
        String sentence = "trial " + promotion.trial() + " is " + ReasonFormat.ordinal(promotion.rank()) + " of "
                + promotion.trials() + " at rung " + ReasonFormat.epochs(rungEpochs) + bracket + violation
                + ": promoted to " + ReasonFormat.epochs(targetEpoch);
        return new Proposal.ContinueTrial(promotion.trial(), targetEpoch, Reason.of(name, sentence, details));
    }

    private Optional<Proposal> start(StudyView view, Promotions promotions) {
        return view.mayStartTrial()
                ? sampler.sample(cheapTrials.withFinalValues(view)).map(sample -> start(view, promotions, sample))
                : Optional.empty();
    }

    private Proposal start(StudyView view, Promotions promotions, Sampler.Sample sample) {
        OptionalDouble share = cheapTrials.share(sample.configuration());
        if (share.isPresent()) {
            return startToTop(view, sample, share.getAsDouble());
        }
        int bracket = promotions.nextBracket();
        int targetEpoch = view.rungs().get(bracket);
        Map<String, Object> details = new TreeMap<>(sample.details());
        String start = ": starts with " + ReasonFormat.epochs(targetEpoch);
        if (promotions.brackets() > 1) {
            details.put("bracket", (long) bracket);
            start = ": starts in bracket " + bracket + " with " + ReasonFormat.epochs(targetEpoch);
        }
        return new Proposal.StartTrial(
                sample.configuration(), targetEpoch, Reason.of(name, sample.why() + start, details));
    }

    private Proposal startToTop(StudyView view, Sampler.Sample sample, double share) {
        Map<String, Object> details = new TreeMap<>(sample.details());
        details.put("share_of_typical_cost", share);
        String sentence = sample.why() + "; " + CheapTrials.savesNothing(share) + ": trains "
                + ReasonFormat.epochs(view.maxEpochs());
        return new Proposal.StartTrial(sample.configuration(), view.maxEpochs(), Reason.of(name, sentence, details));
    }
}
