package dev.sextant.common.study;

import java.util.List;

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

    /**
     * An upper or lower bound on a metric.
     *
     * @param side whether the metric must be at most or at least {@code bound}
     */
    public record Constraint(String metric, Side side, double bound) {
        /** On which side of the bound a metric must lie. */
        public enum Side {
            AT_MOST,
            AT_LEAST
        }

        /** Whether a metric's value keeps to this constraint. */
        public boolean holds(double value) {
            return side == Side.AT_MOST ? value <= bound : value >= bound;
        }
    }
}
