package dev.sextant.common.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a study optimises.
 *
 * @param metric a metric that the trainer reports after each epoch, on the validation part
 * @param constraints bounds on other metrics that a configuration must keep to be the best
 */
public record Objective(String metric, Goal goal, List<Constraint> constraints) {
    public Objective {
        constraints = List.copyOf(constraints);
    }

    /** @param metrics all that was reported after an epoch; a constraint on a metric that is not among them is broken */
    public EpochValue valueOf(Map<String, Double> metrics) {
        return valueOf(metrics.getOrDefault(metric, Double.NaN), metrics);
    }

    /**
     * @param value of the objective metric
     * @param metrics those of the constraints at least; a constraint on a metric that is not among them is broken
     */
    public EpochValue valueOf(double value, Map<String, Double> metrics) {
        return new EpochValue(
                value,
                constraints.stream()
                        .map(constraint -> constraint.margin(metrics.getOrDefault(constraint.metric(), Double.NaN)))
                        .toList());
    }

    /**
     * An upper or lower bound on a metric.
     *
     * @param side whether the metric must be at most or at least {@code bound}
     */
    public record Constraint(String metric, Side side, double bound) {
        /** On which side of the bound a metric must lie. */
        public enum Side {
            AT_MOST,
            AT_LEAST;

            /** As in study files. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * By how much a metric's value keeps to this constraint, as a share of the bound (of 1 where the bound is 0): at least
         * 0 where it does, NaN for NaN.
         */
        public double margin(double value) {
            double kept = side == Side.AT_MOST ? bound - value : value - bound;
            return bound == 0 ? kept : kept / Math.abs(bound);
        }
    }
}
