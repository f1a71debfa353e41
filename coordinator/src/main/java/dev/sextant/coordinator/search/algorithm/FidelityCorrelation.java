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
 * Checks whether ranks at low fidelity (few epochs) predict ranks at full fidelity.
 *
 * <p>The check begins when a study has 60 trials and a Gaussian process over their configurations explains their values at
 * the lowest rung hardly better than chance does. Then four or five of these trials, good and bad ones, are trained to the
 * top as probes, and their ranks at the top are compared with those at the rung below. When the process is slightly better
 * than chance, this may be luck, and the first 80, 100 and 120 trials are tested in the same way.
 *
 * <p>The finding is a function of the first trials at the lowest rung and of the probes, so that it does not change once
 * made. Follows a study from view to view. Not thread-safe.
 */
final class FidelityCorrelation {
    /** Numbers of trials at which the values at the lowest rung are tested. */
    private static final int[] TEST_SIZES = {60, 80, 100, 120};
    /** Evidence in nats up to which probes are trained. */
    private static final double WEAK_EVIDENCE = 2;
    /** Evidence in nats beyond which no further test is made. */
    private static final double STRONG_EVIDENCE = 5;
    /** Ranks of the probes, as shares of the ranked trials. The last one is trained only when the first four disagree. */
    private static final double[] PROBE_SHARES = {0.1, 0.9, 0.5, 0.3, 0.7};
    /** Rank correlation of 1, but for rounding. */
    private static final double SAME_ORDER = 0.999;
    /** Least rank correlation of informative early epochs; by chance five probes reach it once in 24 times. */
    private static final double INFORMATIVE = 0.85;

    private final RungTable table = new RungTable();
    /** Returns the trials, with those that failed later shown as they were at the lowest rung. */
    private final RungTable lowestRung = new RungTable();

    private final RungQuantiles quantiles = new RungQuantiles(lowestRung);
    private final TrialPoints points = new TrialPoints();
    private final Map<Integer, TestedEvidence> evidenceByTestSize = new HashMap<>();

    /** The evidence of a test together with its data, to compute it once. */
    private record TestedEvidence(List<Configuration> configurations, List<Double> targets, double evidence) {
        boolean isOf(List<Configuration> otherConfigurations, List<Double> otherTargets) {
            return targets.equals(otherTargets) && configurations.equals(otherConfigurations);
        }
    }

    /**
     * A trial to train to the top.
     *
     * @param trial number of the trial
     * @param rank its rank at the lowest rung, from 1
     * @param trials number of trials ranked there
     */
    record Probe(int trial, int rank, int trials) {}

    /**
     * The state of the check.
     *
     * @param nextProbe the probe to train next; empty when there is none, or while others are running
     * @param isUninformative whether early epochs were found not to predict late ones
     * @param poorProbes numbers of the trials in the worse half that are trained to the top only as probes
     */
    record Finding(Optional<Probe> nextProbe, boolean isUninformative, List<Integer> poorProbes) {
        private static final Finding NO_DOUBT = new Finding(Optional.empty(), false, List.of());

        /**
         * The study as if the poor probes had ended at the lowest rung: other trials at the top had to be promoted to get
         * there.
         */
        StudyView withoutPoorProbes(StudyView view) {
            if (poorProbes.isEmpty()) {
                return view;
            }
            int epochs = view.rungs().get(0);
            return view.withTrials(view.trials().stream()
                    .map(trial -> poorProbes.contains(trial.number()) ? endedAfter(trial, epochs) : trial)
                    .toList());
        }

        private static Trial endedAfter(Trial trial, int epochs) {
            return trial.isUnderWay()
                    ? trial.withCurve(trial.curve().upTo(epochs))
                    : trial.asAfter(epochs, TrialState.COMPLETED);
        }
    }

    /** Examines a view of the study. */
    Finding examine(StudyView view) {
        if (view.rungs().size() == 1) {
            return Finding.NO_DOUBT;
        }
        for (int testSize : TEST_SIZES) {
            if (view.trials().size() < testSize) {
                return Finding.NO_DOUBT;
            }
            StudyView tested = view.withTrials(view.trials().subList(0, testSize));
            table.follow(tested);
            lowestRung.follow(atTheLowestRung(tested));
            List<Integer> ranked = feasibleRowsBestFirst();
            if (lowestRung.rankedAt(0) < testSize || ranked.size() < testSize / 2) {
                return Finding.NO_DOUBT;
            }
            double evidence = evidence(tested);
            if (evidence <= WEAK_EVIDENCE) {
                return findingOfProbes(view, ranked);
            }
            // Negated for NaN, the evidence of equal values: there is nothing to explain.
            if (!(evidence <= STRONG_EVIDENCE)) {
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

    private Finding findingOfProbes(StudyView view, List<Integer> ranked) {
        int top = view.rungs().size() - 1;
        List<Integer> candidates = Arrays.stream(PROBE_SHARES)
                .mapToObj(share -> ranked.get((int) (share * ranked.size())))
                .toList();
        List<Integer> probes = candidates.subList(0, PROBE_SHARES.length - 1);
        if (haveAllReached(top, probes) && rankCorrelation(probes, top) < SAME_ORDER) {
            probes = candidates;
        }
        Optional<Probe> nextProbe = probes.stream()
                .filter(row ->
                        table.rungsReached(row) <= top && table.trial(row).state() == TrialState.PAUSED)
                .findFirst()
                .map(row -> new Probe(table.trial(row).number(), ranked.indexOf(row) + 1, ranked.size()));
        boolean isUninformative = haveAllReached(top, probes) && rankCorrelation(probes, top) < INFORMATIVE;
        return new Finding(nextProbe, isUninformative, poorProbes(probes, ranked, view.maxEpochs()));
    }

    /** Rows of the trials with a feasible value at the lowest rung, best first. */
    private List<Integer> feasibleRowsBestFirst() {
        return IntStream.range(0, lowestRung.size())
                .filter(row -> lowestRung.rungsReached(row) > 0 && lowestRung.isFeasible(row, 0))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -lowestRung.score(row, 0))
                        .thenComparing(row -> row))
                .toList();
    }

    /** The evidence, in nats, that configurations explain the values at the lowest rung. */
    private double evidence(StudyView tested) {
        int testSize = tested.trials().size();
        List<Double> targets = IntStream.range(0, testSize)
                .mapToObj(row -> RungQuantiles.normalScore(quantiles.quantileAt(row, 0)))
                .toList();
        List<Configuration> configurations =
                tested.trials().stream().map(Trial::configuration).toList();
        TestedEvidence known = evidenceByTestSize.get(testSize);
        if (known == null || !known.isOf(configurations, targets)) {
            known = new TestedEvidence(configurations, targets, evidence(tested, targets));
            evidenceByTestSize.put(testSize, known);
        }
        return known.evidence();
    }

    private double evidence(StudyView tested, List<Double> targets) {
        points.follow(tested);
        Observations data = Observations.of(
                IntStream.range(0, targets.size()).mapToObj(points::features).toArray(double[][]::new),
                targets.stream().mapToDouble(y -> y).toArray());
        Hyperparameters fitted =
                GaussianProcess.fit(points.embedding(), data, LengthScalePrior.DEFAULT, ModelLimits.FIT_EVALUATIONS);
        return GaussianProcess.evidence(points.embedding(), fitted, data);
    }

    private boolean haveAllReached(int rung, List<Integer> rows) {
        return rows.stream().allMatch(row -> table.rungsReached(row) > rung);
    }

    /**
     * Spearman's rank correlation between the scores at the top and at the rung below. 1 where all scores of a rung are
     * equal: nothing contradicts the order.
     */
    private double rankCorrelation(List<Integer> rows, int top) {
        double correlation = new SpearmansCorrelation().correlation(scores(rows, top - 1), scores(rows, top));
        return Double.isNaN(correlation) ? 1 : correlation;
    }

    private double[] scores(List<Integer> rows, int rung) {
        return rows.stream().mapToDouble(row -> table.score(row, rung)).toArray();
    }

    private List<Integer> poorProbes(List<Integer> probes, List<Integer> ranked, int maxEpochs) {
        return probes.stream()
                .map(table::trial)
                .filter(trial -> trial.targetEpoch() == maxEpochs && trial.state() != TrialState.FAILED)
                .filter(trial -> 2 * ranked.indexOf(trial.number() - 1) >= ranked.size())
                .map(Trial::number)
                .toList();
    }
}
