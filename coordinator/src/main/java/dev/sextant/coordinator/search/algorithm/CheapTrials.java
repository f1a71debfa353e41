package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.CostModel;
import dev.sextant.coordinator.search.model.TrialCosts;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Trials whose whole training takes less time than the lowest rung takes on average, such as heads on a frozen network
 * among trials that fine-tune it. Stopping them early saves nothing, so they are trained to the top at once. When the
 * others have reached the lowest rung, these have long reached their end: they are compared by their final value at every
 * rung, and count at the next rung if they would have been promoted to it.
 *
 * <p>Follows a study from view to view; a function of the latest view alone. Not thread-safe.
 */
final class CheapTrials {
    private final CostModel costs = new CostModel();
    private final RungTable table = new RungTable();
    /** Most seconds per epoch of a cheap trial; 0 while durations are not known. */
    private double limit;

    /** Updates the limit to a view of the study. */
    void follow(StudyView view) {
        boolean known = view.rungs().size() > 1 && !view.budget().limitsEpochs();
        OptionalDouble typical = known ? TrialCosts.typicalSecondsPerEpoch(view) : OptionalDouble.empty();
        limit = typical.orElse(0) * view.rungs().get(0) / view.maxEpochs();
    }

    private boolean isCheap(Trial trial) {
        return trial.secondsPerEpoch().orElse(Double.POSITIVE_INFINITY) <= limit;
    }

    /** Proposes to train a cheap trial to the top that is paused below it. */
    Optional<Proposal> continueToTop(StudyView view, String algorithm) {
        return view.trials().stream()
                .filter(trial -> trial.state() == TrialState.PAUSED && isCheap(trial))
                .findFirst()
                .map(trial -> new Proposal.ContinueTrial(
                        trial.number(),
                        view.maxEpochs(),
                        Reason.of(
                                algorithm,
                                String.format(
                                        Locale.ROOT,
                                        "trial %d takes %.2g s per epoch, so that stopping it early saves nothing: trains"
                                                + " to epoch %d",
                                        trial.number(),
                                        trial.secondsPerEpoch().orElseThrow(),
                                        view.maxEpochs()),
                                Map.of(
                                        "seconds_per_epoch",
                                        trial.secondsPerEpoch().orElseThrow()))));
    }

    /**
     * Returns the expected seconds per epoch of a configuration if it is cheap even at the upper bound. A configuration in
     * doubt is trained to the lowest rung, after which its duration is known.
     */
    OptionalDouble secondsPerEpoch(StudyView view, Configuration configuration) {
        return limit == 0
                ? OptionalDouble.empty()
                : costs.learn(view).stream()
                        .filter(learned -> learned.mostSecondsPerEpoch(configuration) <= limit)
                        .mapToDouble(learned -> learned.secondsPerEpoch(configuration))
                        .findFirst();
    }

    /**
     * Returns the study as successive halving should see it: each cheap trial that has ended has its best value at all
     * rungs up to the first one from which it would not have been promoted.
     */
    StudyView asCompared(StudyView view) {
        List<Trial> trials = new ArrayList<>(view.trials());
        List<Integer> cheap = IntStream.range(0, trials.size())
                .filter(row -> trials.get(row).state() == TrialState.COMPLETED && isCheap(trials.get(row)))
                .boxed()
                .toList();
        if (cheap.isEmpty()) {
            return view;
        }
        cheap.forEach(row -> trials.set(row, withBestValueThroughout(view, trials.get(row))));
        table.follow(view.withTrials(trials));
        boolean[] ended = new boolean[trials.size()];
        for (int rung = 0; rung < view.rungs().size() - 1; rung++) {
            for (int row : notPromoted(view, cheap, ended, rung)) {
                ended[row] = true;
                trials.set(row, trials.get(row).asAfter(view.rungs().get(rung), TrialState.COMPLETED));
            }
        }
        return view.withTrials(trials);
    }

    private static Trial withBestValueThroughout(StudyView view, Trial trial) {
        return trial.curve().bestEpoch(view.goal()).stream()
                .mapToObj(epoch -> trial.curve().measured(epoch))
                .map(best -> trial.withCurve(constant(best, trial.curve().epochs())))
                .findFirst()
                .orElse(trial);
    }

    private static LearningCurve constant(EpochValue value, int epochs) {
        return LearningCurve.of(Collections.nCopies(epochs, value));
    }

    /** Returns the cheap trials at a rung that are not among the best 1/η of the trials there. */
    private List<Integer> notPromoted(StudyView view, List<Integer> cheap, boolean[] ended, int rung) {
        List<Integer> there = cheap.stream()
                .filter(row -> !ended[row] && table.rungsReached(row) > rung)
                .toList();
        if (there.isEmpty()) {
            return there;
        }
        double[] scores = IntStream.range(0, table.size())
                .filter(row -> !ended[row] && table.rungsReached(row) > rung)
                .mapToDouble(row -> table.score(row, rung))
                .sorted()
                .toArray();
        int promoted = Math.max(1, scores.length / view.reduction());
        double least = scores[scores.length - promoted];
        return there.stream().filter(row -> table.score(row, rung) < least).toList();
    }
}
