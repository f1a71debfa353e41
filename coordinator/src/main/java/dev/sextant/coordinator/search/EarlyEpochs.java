package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthPrior;
import dev.sextant.coordinator.search.gp.Observations;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Finds out whether early epochs say anything about late ones, where there is reason to doubt it: a study has 60 trials,
 * and a model of their configurations explains their values at the lowest rung hardly better than chance does. Then four
 * or five of them, good and bad ones, are trained to the top, and their ranks there compared with those at each rung.
 *
 * <p>A function of these 60 trials at the lowest rung and of the probes: what was found once stays. Follows a study from
 * view to view; not safe for use by several threads.
 */
final class EarlyEpochs {
    private static final int TRIALS = 60;
    /** By how many nats a model has to be likelier than chance for no doubt to arise. */
    private static final double CLEAR = 2;
    /** Where among the trials the probes stand. The last one is trained only when the others are not of one opinion. */
    private static final double[] PROBES = {0.1, 0.9, 0.5, 0.3, 0.7};
    /** Rank correlation of the same order, but for rounding. */
    private static final double OF_ONE_OPINION = 0.999;
    /** Rank correlation at some rung from which on early epochs are believed; by chance five come to it once in 24 times. */
    private static final double BELIEVED = 0.85;

    private final RungTable table = new RungTable();
    private final SurvivalQuantiles quantiles = new SurvivalQuantiles(table);
    private final TrialPoints points = new TrialPoints();
    private Judgement last = new Judgement(List.of(), List.of(), true);

    /** Whether a model explains the targets of configurations, remembered. */
    private record Judgement(List<Configuration> configurations, List<Double> targets, boolean explained) {
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

        private static TrialView ended(TrialView trial, int epochs) {
            return new TrialView(
                    trial.number(),
                    trial.configuration(),
                    TrialState.COMPLETED,
                    epochs,
                    trial.proposedBy(),
                    trial.curve().upTo(epochs));
        }
    }

    Finding of(StudyView view) {
        if (view.rungs().size() == 1 || view.trials().size() < TRIALS) {
            return Finding.NO_DOUBT;
        }
        StudyView first = view.withTrials(view.trials().subList(0, TRIALS));
        table.follow(first);
        List<Integer> ranked = ranked();
        if (table.standing(0) < TRIALS || ranked.size() < TRIALS / 2 || explains(first)) {
            return Finding.NO_DOUBT;
        }
        int top = view.rungs().size() - 1;
        List<Integer> probes = Arrays.stream(PROBES)
                .mapToObj(share -> ranked.get((int) (share * ranked.size())))
                .toList();
        List<Integer> asked = probes.subList(0, PROBES.length - 1);
        if (areAt(top, asked) && mostAgreement(asked, top) < OF_ONE_OPINION) {
            asked = probes;
        }
        Optional<Probe> next = asked.stream()
                .filter(row -> table.standings(row) <= top && table.trial(row).state() == TrialState.PAUSED)
                .findFirst()
                .map(row -> new Probe(table.trial(row).number(), ranked.indexOf(row) + 1, ranked.size()));
        boolean sayNothing = areAt(top, asked) && mostAgreement(asked, top) < BELIEVED;
        return new Finding(next, sayNothing, poor(asked, ranked, view.maxEpochs()));
    }

    /** The rows of the trials with a value at the lowest rung that counts, best first. */
    private List<Integer> ranked() {
        return IntStream.range(0, table.size())
                .filter(row -> table.standings(row) > 0 && table.counts(row, 0))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -table.score(row, 0))
                        .thenComparing(row -> row))
                .toList();
    }

    private boolean explains(StudyView first) {
        List<Double> targets = IntStream.range(0, TRIALS)
                .mapToObj(row -> SurvivalQuantiles.target(quantiles.at(row, 0)))
                .toList();
        List<Configuration> configurations =
                first.trials().stream().map(TrialView::configuration).toList();
        if (!last.isOf(configurations, targets)) {
            last = new Judgement(
                    configurations,
                    targets,
                    explains(first, targets.stream().mapToDouble(y -> y).toArray()));
        }
        return last.explained();
    }

    private boolean explains(StudyView first, double[] y) {
        points.follow(first);
        Observations data = Observations.of(
                IntStream.range(0, TRIALS).mapToObj(points::features).toArray(double[][]::new), y);
        Hyperparameters fitted =
                GaussianProcess.fit(points.embedding(), data, LengthPrior.USUAL, ModelLimits.EVALUATIONS_OF_A_FIT);
        // Not a number where all values are equal: there is nothing to explain.
        return !(GaussianProcess.evidence(points.embedding(), fitted, data) <= CLEAR);
    }

    private boolean areAt(int rung, List<Integer> rows) {
        return rows.stream().allMatch(row -> table.standings(row) > rung);
    }

    private double mostAgreement(List<Integer> rows, int top) {
        return IntStream.range(0, top)
                .mapToDouble(rung -> agreement(rows, rung, top))
                .max()
                .orElseThrow();
    }

    /** The rank correlation (Spearman's) of a rung with the top; where all are equal at either, 1: nothing is contradicted. */
    private double agreement(List<Integer> rows, int rung, int top) {
        double correlation = new SpearmansCorrelation().correlation(scores(rows, rung), scores(rows, top));
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
                .map(TrialView::number)
                .toList();
    }
}
