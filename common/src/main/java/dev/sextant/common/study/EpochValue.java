package dev.sextant.common.study;

import java.io.Serializable;
import java.util.List;

/**
 * The value of an objective for a trial after an epoch.
 *
 * @param objective value of the objective metric, even where a constraint is violated; NaN when it was not reported
 * @param margins margin of each constraint, negative where it is violated: see {@link Objective.Constraint#margin}
 */
public record EpochValue(double objective, List<Double> margins) implements Serializable {
    public EpochValue {
        margins = List.copyOf(margins);
    }

    /** Creates the value of an objective without constraints. */
    public EpochValue(double objective) {
        this(objective, List.of());
    }

    /** Returns whether all constraints are satisfied. */
    public boolean isFeasible() {
        return margins.stream().allMatch(margin -> margin >= 0);
    }

    /** Returns the objective metric, or NaN where a constraint is violated. */
    public double kept() {
        return isFeasible() ? objective : Double.NaN;
    }
}
