package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.model.ModelLimits;
import dev.sextant.coordinator.search.model.TrialPoints;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Finds out whether early epochs say anything about late ones, where there is reason to doubt it: a study has 60 trials,
 * and a model of their configurations explains their values at the lowest rung hardly better than chance does. Then four
 * or five of them, good and bad ones, are trained to the top, and their ranks there compared with those at the rung below.
 * Where the model is a little better than chance, it may be by luck, which more trials tell: the question is asked again.
 *
 * <p>A function of the first trials at the lowest rung and of the probes: what was found once stays. Follows a study from
 * view to view; not safe for use by several threads.
 */
final class FidelityCorrelation {
    /** How many trials a study has when the question is asked. */
    private static final int[] TRIALS = {60, 80, 100, 120};
    /** By how many nats a model has to be likelier than chance for no doubt to arise. */
    private static final double CLEAR = 2;
    /** Beyond so many nats the question is not asked again. */
    private static final double BEYOND_DOUBT = 5;
    /** Where among the trials the probes stand. The last one is trained only when the others are not of one opinion. */
    private static final double[] PROBES = {0.1, 0.9, 0.5, 0.3, 0.7};
    /** Rank correlation of the same order, but for rounding. */
    private static final double OF_ONE_OPINION = 0.999;
    /** Rank correlation from which on early epochs are believed; by chance five come to it once in 24 times. */
    private static final double BELIEVED = 0.85;

    private final RungTable table = new RungTable();
    /** The same trials, those that failed later as they stood at the lowest rung. */
    private final RungTable lowest = new RungTable();

    private final RungQuantiles quantiles = new RungQuantiles(lowest);
    private final TrialPoints points = new TrialPoints();
    /** Of each number of trials the latest. */
    private final Map<Integer, Judgement> judgements = new HashMap<>();

    /** By how many nats a model of configurations explains their targets better than chance, remembered. */
    private record Judgement(List<Configuration> configurations, List<Double> targets, double evidence) {
        boolean isOf(List<Configuration> otherConfigurations, List<Double> otherTargets) {
            return targets.equals(otherTargets) && configurations.equals(otherConfigurations);
        }
    }

    /**
     * A trial to be trained to the top.
     *
     * @param rank from 1, of {@code of} trials at the lowest rung
     */
    record Probe(int trial, int rank, int of) {}

    /**
     * What is known.
     *
     * @param next the probe that has to be trained to know more; empty also while others are under way
     * @param sayNothing whether early epochs were found to say nothing
     * @param poor numbers of the trials that are trained to the top as probes alone: they stand in the worse half
     */
    record Finding(Optional<Probe> next, boolean sayNothing, List<Integer> poor) {
        private static final Finding NO_DOUBT = new Finding(Optional.empty(), false, List.of());

        /** The study as if the poor ones had ended at the lowest rung: they did not survive what others at the top have. */
        StudyView withoutPoor(StudyView view) {
            if (poor.isEmpty()) {
                return view;
            }
            int epochs = view.rungs().get(0);
            return view.withTrials(view.trials().stream()
                    .map(trial -> poor.contains(trial.number()) ? ended(trial, epochs) : trial)
                    .toList());
        }

        private static Trial ended(Trial trial, int epochs) {
            return trial.isUnderWay()
                    ? trial.withCurve(trial.curve().upTo(epochs))
                    : trial.asAfter(epochs, TrialState.COMPLETED);
        }
    }

    Finding of(StudyView view) {
        if (view.rungs().size() == 1) {
            return Finding.NO_DOUBT;
        }
        for (int trials : TRIALS) {
            if (view.trials().size() < trials) {
                return Finding.NO_DOUBT;
            }
            StudyView first = view.withTrials(view.trials().subList(0, trials));
            table.follow(first);
            lowest.follow(atTheLowestRung(first));
            List<Integer> ranked = ranked();
            if (lowest.standing(0) < trials || ranked.size() < trials / 2) {
                return Finding.NO_DOUBT;
            }
            double evidence = evidence(first);
            if (evidence <= CLEAR) {
                return probed(view, ranked);
            }
            // Not a number where all values are equal: there is nothing to explain.
            if (!(evidence <= BEYOND_DOUBT)) {
                return Finding.NO_DOUBT;
            }
        }
        return Finding.NO_DOUBT;
    }

    private static StudyView atTheLowestRung(StudyView view) {
        int epochs = view.rungs().get(0);
        return view.withTrials(view.trials().stream()
                .map(trial ->
                        trial.state() == TrialState.FAILED && trial.curve().epochs() >= epochs
                                ? trial.asAfter(epochs, TrialState.PAUSED)
                                : trial)
                .toList());
    }

    private Finding probed(StudyView view, List<Integer> ranked) {
        int top = view.rungs().size() - 1;
        List<Integer> probes = Arrays.stream(PROBES)
                .mapToObj(share -> ranked.get((int) (share * ranked.size())))
                .toList();
        List<Integer> asked = probes.subList(0, PROBES.length - 1);
        if (areAt(top, asked) && agreement(asked, top) < OF_ONE_OPINION) {
            asked = probes;
        }
        Optional<Probe> next = asked.stream()
                .filter(row -> table.standings(row) <= top && table.trial(row).state() == TrialState.PAUSED)
                .findFirst()
                .map(row -> new Probe(table.trial(row).number(), ranked.indexOf(row) + 1, ranked.size()));
        boolean sayNothing = areAt(top, asked) && agreement(asked, top) < BELIEVED;
        return new Finding(next, sayNothing, poor(asked, ranked, view.maxEpochs()));
    }

    /** The rows of the trials with a value at the lowest rung that counts, best first. */
    private List<Integer> ranked() {
        return IntStream.range(0, lowest.size())
                .filter(row -> lowest.standings(row) > 0 && lowest.counts(row, 0))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -lowest.score(row, 0))
                        .thenComparing(row -> row))
                .toList();
    }

    private double evidence(StudyView first) {
        int trials = first.trials().size();
        List<Double> targets = IntStream.range(0, trials)
                .mapToObj(row -> RungQuantiles.target(quantiles.at(row, 0)))
                .toList();
        List<Configuration> configurations =
                first.trials().stream().map(Trial::configuration).toList();
        Judgement judgement = judgements.get(trials);
        if (judgement == null || !judgement.isOf(configurations, targets)) {
            judgement = new Judgement(configurations, targets, evidence(first, targets));
            judgements.put(trials, judgement);
        }
        return judgement.evidence();
    }

    private double evidence(StudyView first, List<Double> targets) {
        points.follow(first);
        Observations data = Observations.of(
                IntStream.range(0, targets.size()).mapToObj(points::features).toArray(double[][]::new),
                targets.stream().mapToDouble(y -> y).toArray());
        Hyperparameters fitted =
                GaussianProcess.fit(points.embedding(), data, LengthScalePrior.USUAL, ModelLimits.EVALUATIONS_OF_A_FIT);
        return GaussianProcess.evidence(points.embedding(), fitted, data);
    }

    private boolean areAt(int rung, List<Integer> rows) {
        return rows.stream().allMatch(row -> table.standings(row) > rung);
    }

    /** The rank correlation (Spearman's) of the top with the rung below; where all are equal at either, 1: nothing is contradicted. */
    private double agreement(List<Integer> rows, int top) {
        double correlation = new SpearmansCorrelation().correlation(scores(rows, top - 1), scores(rows, top));
        return Double.isNaN(correlation) ? 1 : correlation;
    }

    private double[] scores(List<Integer> rows, int rung) {
        return rows.stream().mapToDouble(row -> table.score(row, rung)).toArray();
    }

    private List<Integer> poor(List<Integer> probes, List<Integer> ranked, int maxEpochs) {
        return probes.stream()
                .map(table::trial)
                .filter(trial -> trial.targetEpoch() == maxEpochs && trial.state() != TrialState.FAILED)
                .filter(trial -> 2 * ranked.indexOf(trial.number() - 1) >= ranked.size())
                .map(Trial::number)
                .toList();
    }
}
