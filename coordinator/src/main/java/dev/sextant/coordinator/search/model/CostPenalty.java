package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.ask.StudyView;

/**
 * A penalty on configurations by the time that they take, for studies whose time is limited. As in EI-cool (Lee et al.,
 * Cost-aware Bayesian optimization, arXiv:2003.10870), the weight of the cost falls from 1 to 0 with the share of the
 * budget that is left: cheap configurations come first, and at the end only the expected value counts. EI-cool divides the
 * expected improvement by cost^α; here w α ln(cost) is subtracted from a bound in normal scores. Not thread-safe.
 */
final class CostPenalty {
    /** Normal scores that a configuration must gain to be worth e times the cost, while the whole budget is left. */
    private static final double WEIGHT = 0.25;
    /** Cost, as a share of the typical one, below which trials are as good as free. */
    private static final double FREE = 0.1;
    /** Penalty that outweighs everything else. */
    private static final double EXCLUDED = 1000;
    /** Penalty for e times the time that is left. */
    private static final double PENALTY_BEYOND_BUDGET = 10;

    private final EpochCosts costs;

    CostPenalty(EpochCosts costs) {
        this.costs = costs;
    }

    /** The penalty of one view of a study. */
    interface Learned {
        /** No penalty. */
        Learned NONE = (cube, features) -> new double[features.length];

        /**
         * The penalties of configurations, in normal scores.
         *
         * @param cube points of the unit cube, [n][D]
         * @param features their features, [n][F]
         * @return [n]
         */
        double[] penalties(double[][] cube, double[][] features);
    }

    /** Learns from a view of a study; no penalty if its time is not limited or durations are not known yet. */
    Learned learn(StudyView view) {
        if (!view.budget().limitsTime()) {
            return Learned.NONE;
        }
        return costs.declaredDurations(view)
                .map(declared ->
                        learned(view, (cube, features) -> declared.logSeconds(cube), declared.logSecondsTooCheap()))
                .or(() -> costs.learnedDurations(view)
                        .map(durations -> learned(
                                view, (cube, features) -> durations.logSeconds(features), Double.NEGATIVE_INFINITY)))
                .orElse(Learned.NONE);
    }

    /** Predicts ln(seconds per epoch) of configurations. */
    private interface Durations {
        double[] logSeconds(double[][] cube, double[][] features);
    }

    private static Learned learned(StudyView view, Durations durations, double tooCheap) {
        double left = Math.max(1, view.secondsLeft());
        double weight = WEIGHT * Math.min(1, left / view.budget().seconds());
        double least = Math.log(FREE * TrialCosts.typicalSecondsPerEpoch(view).orElseThrow());
        double affordable = Math.log(left / view.rungs().get(0));
        return (cube, features) -> {
            double[] penalties = durations.logSeconds(cube, features);
            for (int i = 0; i < penalties.length; i++) {
                double beyond = Math.max(0, penalties[i] - affordable);
                double excluded = penalties[i] <= tooCheap ? EXCLUDED : 0;
                penalties[i] = excluded + weight * Math.max(0, penalties[i] - least) + PENALTY_BEYOND_BUDGET * beyond;
            }
            return penalties;
        };
    }
}
