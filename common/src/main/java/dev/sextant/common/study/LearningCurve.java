package dev.sextant.common.study;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The objective metric of one trial after epochs 1, 2, ..., without gaps, and by how much it kept the objective's
 * constraints. Immutable.
 */
public final class LearningCurve {
    private static final EpochValue[] NONE = {};
    /** The curve of a trial that has not been measured. */
    public static final LearningCurve EMPTY = new LearningCurve(new double[0], NONE);

    /** NaN where a constraint is broken. */
    private final double[] values;
    /** What the values were made of; empty as long as there is no constraint. */
    private final EpochValue[] constrained;

    private LearningCurve(double[] values, EpochValue[] constrained) {
        this.values = values;
        this.constrained = constrained;
    }

    /** @param values {@code values[e - 1]} after epoch e; NaN and infinities are values */
    public static LearningCurve of(double... values) {
        return values.length == 0 ? EMPTY : new LearningCurve(values.clone(), NONE);
    }

    /** @param measured {@code measured.get(e - 1)} after epoch e; all of them with constraints, or none */
    public static LearningCurve of(List<EpochValue> measured) {
        boolean constrained =
                measured.stream().anyMatch(value -> !value.margins().isEmpty());
        return new LearningCurve(
                measured.stream().mapToDouble(EpochValue::kept).toArray(),
                constrained ? measured.toArray(EpochValue[]::new) : NONE);
    }

    /** Epochs measured. */
    public int epochs() {
        return values.length;
    }

    /**
     * The objective metric, NaN where a constraint is broken: then it counts for nothing.
     *
     * @param epoch in [1, {@link #epochs}]
     */
    public double at(int epoch) {
        return values[epoch - 1];
    }

    /**
     * The objective metric and the margins of the constraints.
     *
     * @param epoch in [1, {@link #epochs}]
     */
    public EpochValue measured(int epoch) {
        return constrained.length == 0 ? new EpochValue(values[epoch - 1]) : constrained[epoch - 1];
    }

    /** Whether the objective has constraints. */
    public boolean isConstrained() {
        return constrained.length > 0;
    }

    /** The objective metric alone, as if there were no constraints. */
    public LearningCurve regardlessOfConstraints() {
        return isConstrained()
                ? of(Arrays.stream(constrained)
                        .mapToDouble(EpochValue::objective)
                        .toArray())
                : this;
    }

    /** The same values, without what is known of constraints: NaN where one is broken. */
    public LearningCurve withoutMargins() {
        return isConstrained() ? new LearningCurve(values, NONE) : this;
    }

    /** This curve and the value after the next epoch, without constraints. */
    public LearningCurve plus(double value) {
        return plus(new EpochValue(value));
    }

    /**
     * This curve and what was measured after the next epoch.
     *
     * @throws IllegalArgumentException when only one of them has constraints
     */
    public LearningCurve plus(EpochValue value) {
        if (values.length > 0 && isConstrained() == value.margins().isEmpty()) {
            throw new IllegalArgumentException(
                    value + " after epochs " + (isConstrained() ? "with" : "without") + " constraints");
        }
        EpochValue[] next = constrained;
        if (!value.margins().isEmpty()) {
            next = Arrays.copyOf(constrained, constrained.length + 1);
            next[constrained.length] = value;
        }
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value.kept();
        return new LearningCurve(longer, next);
    }

    /** This curve's values up to an epoch. */
    public LearningCurve upTo(int epoch) {
        return epoch >= values.length
                ? this
                : new LearningCurve(
                        Arrays.copyOf(values, epoch), Arrays.copyOf(constrained, Math.min(epoch, constrained.length)));
    }

    /** The best value up to an epoch, NaN when there is none: a trial's value at a rung is its best so far. */
    public double bestUpTo(int epoch, Goal goal) {
        double best = Double.NaN;
        for (int i = 0; i < Math.min(epoch, values.length); i++) {
            if (goal.isBetter(values[i], best)) {
                best = values[i];
            }
        }
        return best;
    }

    /** The best value of all, NaN when there is none. */
    public double best(Goal goal) {
        return bestUpTo(values.length, goal);
    }

    /** The first epoch with the best value, empty when there is none. */
    public OptionalInt bestEpoch(Goal goal) {
        double best = best(goal);
        return IntStream.rangeClosed(1, values.length)
                .filter(epoch -> values[epoch - 1] == best)
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningCurve curve
                && Arrays.equals(values, curve.values)
                && Arrays.equals(constrained, curve.constrained);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(constrained);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
