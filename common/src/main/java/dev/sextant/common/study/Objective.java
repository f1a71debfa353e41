package dev.sextant.common.study;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The objective of a study: a metric to optimize, under constraints on other metrics.
 *
 * @param metric a metric that the trainer reports after each epoch, measured on the validation set
 * @param constraints bounds on other metrics, which the best configuration must satisfy
 */
public record Objective(String metric, Goal goal, List<Constraint> constraints) implements Serializable {
    public Objective {
        constraints = List.copyOf(constraints);
    }

    /**
     * Returns the value of this objective after an epoch.
     *
     * @param metrics all metrics reported after the epoch; a constraint on an absent metric is violated
     */
    public EpochValue valueOf(Map<String, Double> metrics) {
        return valueOf(metrics.getOrDefault(metric, Double.NaN), metrics);
    }

    /**
     * Returns the value of this objective after an epoch.
     *
     * @param value value of the objective metric
     * @param metrics at least the metrics of the constraints; a constraint on an absent metric is violated
     */
    public EpochValue valueOf(double value, Map<String, Double> metrics) {
        return new EpochValue(
                value,
                constraints.stream()
                        .map(constraint -> constraint.margin(metrics.getOrDefault(constraint.metric(), Double.NaN)))
                        .toList());
    }

    /**
     * An upper or a lower bound on a metric.
     *
     * @param side whether the metric must be at most or at least {@code bound}
     */
    public record Constraint(String metric, Side side, double bound) implements Serializable {
        /** The side of the bound on which the metric must lie. */
        public enum Side {
            /** The bound is an upper bound, inclusive. */
            AT_MOST,
            /** The bound is a lower bound, inclusive. */
            AT_LEAST;

            /** Returns the word in the study file. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * Returns how far a metric's value is on the right side of the bound, as a share of the bound (of 1 when the
         * bound is 0): at least 0 when the constraint is satisfied, negative when it is violated, NaN for NaN.
         */
        public double margin(double value) {
            double distance = side == Side.AT_MOST ? bound - value : value - bound;
            return bound == 0 ? distance : distance / Math.abs(bound);
        }
    }
}
