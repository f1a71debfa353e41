package dev.sextant.coordinator.search.algorithm;

import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.Brackets;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.rung.Rungs;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Asynchronous successive halving with pause and promote (Li et al., A system for massively parallel hyperparameter
 * tuning, MLSys 2020, algorithm 2): from the highest rung down, a paused trial in the top 1/η of its rung goes on to the
 * next; if there is none, a new trial starts at the lowest rung. With the {@link Brackets} of Hyperband it is that
 * paper's asynchronous Hyperband.
 *
 * <p>When no trial can be started any more, the best paused trial of a rung that no running trial can reach any more goes
 * on even where the rung has fewer than η trials, so that small studies too have trials trained to the top.
 */
public final class AsynchronousHalving implements SearchAlgorithm {
    private final String name;
    private final Sampler sampler;
    private final Function<StudyView, Brackets> brackets;
    private final double slack;
    private final RungTable table = new RungTable();

    private AsynchronousHalving(String name, Sampler sampler, Function<StudyView, Brackets> brackets, double slack) {
        this.name = name;
        this.sampler = sampler;
        this.brackets = brackets;
        this.slack = slack;
    }

    /** One bracket with all rungs. */
    public static AsynchronousHalving asha(String name, Sampler sampler) {
        return new AsynchronousHalving(name, sampler, view -> Brackets.one(), Double.POSITIVE_INFINITY);
    }

    /**
     * One bracket with all rungs, of each of which no more than {@code slack} / η of its trials ever go on: what is saved
     * goes to new configurations, which pays where the sampler learns from all of them.
     */
    static AsynchronousHalving sparing(String name, Sampler sampler, double slack) {
        return new AsynchronousHalving(name, sampler, view -> Brackets.one(), slack);
    }

    /** The brackets of Hyperband. */
    public static AsynchronousHalving hyperband(String name, Sampler sampler) {
        return new AsynchronousHalving(
                name,
                sampler,
                view -> Brackets.hyperband(view.rungs().size(), view.reduction()),
                Double.POSITIVE_INFINITY);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Proposal propose(StudyView view) {
        table.follow(view);
        Rungs rungs = Rungs.of(view, table, brackets.apply(view));
        return rungs.promotion(slack)
                .map(promotion -> continued(view, rungs, promotion))
                .or(() -> started(view, rungs))
                .or(() -> rungs.promotionAtTheEnd().map(promotion -> continued(view, rungs, promotion)))
                .orElseGet(() -> WaitOrFinish.of(
                        view,
                        name,
                        view.mayStartTrial()
                                ? WaitOrFinish.ALL_CONFIGURATIONS_TRIED
                                : WaitOrFinish.allTrialsStarted(view)));
    }

    private Proposal continued(StudyView view, Rungs rungs, Rungs.Promotion promotion) {
        int from = view.rungs().get(promotion.rung());
        int to = view.rungs().get(promotion.rung() + 1);
        Map<String, Object> details = new TreeMap<>();
        details.put("rung", (long) from);
        details.put("rank", (long) promotion.rank());
        details.put("of", (long) promotion.trials());
        details.put("reduction", (long) view.reduction());
        promotion.value().ifPresent(value -> details.put("value", value));
        if (rungs.brackets().count() > 1) {
            details.put("bracket", (long) promotion.bracket());
        }
        String bracket = rungs.brackets().count() > 1 ? " of bracket " + promotion.bracket() : "";
        String breaking = promotion.value().isPresent() ? "" : ", though it breaks constraints as yet";
        String sentence = "trial " + promotion.trial() + " is " + ReasonFormat.ordinal(promotion.rank()) + " of "
                + promotion.trials() + " at rung " + ReasonFormat.epochs(from) + bracket + breaking + ": goes on to "
                + to;
        return new Proposal.ContinueTrial(promotion.trial(), to, Reason.of(name, sentence, details));
    }

    private Optional<Proposal> started(StudyView view, Rungs rungs) {
        if (!view.mayStartTrial()) {
            return Optional.empty();
        }
        return sampler.sample(view).map(sample -> {
            int bracket = rungs.nextBracket();
            int to = view.rungs().get(bracket);
            Map<String, Object> details = new TreeMap<>(sample.details());
            String start = ": starts with " + ReasonFormat.epochs(to);
            if (rungs.brackets().count() > 1) {
                details.put("bracket", (long) bracket);
                start = ": starts in bracket " + bracket + " with " + ReasonFormat.epochs(to);
            }
            return new Proposal.StartTrial(
                    sample.configuration(), to, Reason.of(name, sample.words() + start, details));
        });
    }
}
