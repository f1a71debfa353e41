package dev.sextant.common.study;

import java.util.List;

/**
 * What an objective makes of a trial after an epoch.
 *
 * @param objective the objective metric, whether or not the constraints are kept; NaN when it was not reported
 * @param margins by how much each constraint is kept, negative where it is broken: see {@link Objective.Constraint#margin}
 */
public record EpochValue(double objective, List<Double> margins) {
    public EpochValue {
        margins = List.copyOf(margins);
    }

    /** Of an objective without constraints. */
    public EpochValue(double objective) {
        this(objective, List.of());
    }

    /** Whether all constraints are kept. */
    public boolean isFeasible() {
        return margins.stream().allMatch(margin -> margin >= 0);
    }

    /** The objective metric, NaN where a constraint is broken. */
    public double kept() {
        return isFeasible() ? objective : Double.NaN;
    }
}
