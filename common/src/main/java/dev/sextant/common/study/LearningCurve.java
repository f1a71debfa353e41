package dev.sextant.common.study;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The learning curve of one trial: the objective metric after epochs 1, 2, ... without gaps, with the margins of the
 * objective's constraints. Immutable; safe for use by many threads.
 *
 * <p>It defines the value of a trial: the best value among the epochs that satisfy all constraints. The trial's model
 * has the weights of the first epoch with that value, the best epoch.
 */
public final class LearningCurve implements Serializable {
    private static final long serialVersionUID = 1;

    private static final EpochValue[] NONE = {};
    /** The curve of a trial that has not been measured. */
    public static final LearningCurve EMPTY = new LearningCurve(new double[0], NONE);

    /** Objective metric by epoch; NaN where a constraint is violated. */
    private final double[] values;
    /** Measurement by epoch; empty when the objective has no constraints. */
    private final EpochValue[] constrained;

    private LearningCurve(double[] values, EpochValue[] constrained) {
        this.values = values;
        this.constrained = constrained;
    }

    /**
     * Returns a curve without constraints.
     *
     * @param values {@code values[e - 1]} after epoch e; NaN and infinities are values
     */
    public static LearningCurve of(double... values) {
        return values.length == 0 ? EMPTY : new LearningCurve(values.clone(), NONE);
    }

    /**
     * Returns a curve of measurements.
     *
     * @param measured {@code measured.get(e - 1)} after epoch e; either all or none have constraints
     */
    public static LearningCurve of(List<EpochValue> measured) {
        boolean constrained =
                measured.stream().anyMatch(value -> !value.margins().isEmpty());
        return new LearningCurve(
                measured.stream().mapToDouble(EpochValue::kept).toArray(),
                constrained ? measured.toArray(EpochValue[]::new) : NONE);
    }

    /**
     * Returns the noise of the values: their standard deviation about the line through the neighbors of each, so that a trend
     * does not count (Gasser, Sroka and Jennen-Steinmetz, Residual variance and residual pattern in nonlinear regression,
     * Biometrika 73, 1986). Values that are not finite are skipped with their neighbors; 0 without three finite ones in a row.
     */
    public double noise() {
        double squares = 0;
        int count = 0;
        for (int i = 1; i < values.length - 1; i++) {
            double residual = values[i] - (values[i - 1] + values[i + 1]) / 2;
            if (Double.isFinite(residual)) {
                squares += residual * residual;
                count++;
            }
        }
        return count == 0 ? 0 : Math.sqrt(squares / count * 2 / 3);
    }

    /** Returns the number of measured epochs. */
    public int epochs() {
        return values.length;
    }

    /**
     * Returns the objective metric after an epoch, or NaN where a constraint is violated, which ranks below every
     * number.
     *
     * @param epoch in [1, {@link #epochs}]
     */
    public double at(int epoch) {
        return values[epoch - 1];
    }

    /**
     * Returns the objective metric and the margins of the constraints after an epoch.
     *
     * @param epoch in [1, {@link #epochs}]
     */
    public EpochValue measured(int epoch) {
        return constrained.length == 0 ? new EpochValue(values[epoch - 1]) : constrained[epoch - 1];
    }

    /** Returns whether the objective has constraints. */
    public boolean isConstrained() {
        return constrained.length > 0;
    }

    /** Returns the curve of the objective metric as if there were no constraints. */
    public LearningCurve regardlessOfConstraints() {
        return isConstrained()
                ? of(Arrays.stream(constrained)
                        .mapToDouble(EpochValue::objective)
                        .toArray())
                : this;
    }

    /** Returns this curve without margins: NaN where a constraint is violated. */
    public LearningCurve withoutMargins() {
        return isConstrained() ? new LearningCurve(values, NONE) : this;
    }

    /** Returns this curve extended by the value after the next epoch, for an objective without constraints. */
    public LearningCurve plus(double value) {
        return plus(new EpochValue(value));
    }

    /**
     * Returns this curve extended by the measurement after the next epoch.
     *
     * @throws IllegalArgumentException when only one of the two has constraints
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

    /** Returns this curve up to and including an epoch. */
    public LearningCurve upTo(int epoch) {
        return epoch >= values.length
                ? this
                : new LearningCurve(
                        Arrays.copyOf(values, epoch), Arrays.copyOf(constrained, Math.min(epoch, constrained.length)));
    }

    /**
     * Returns the best value up to an epoch, or NaN when there is none. It is a trial's value at the rung of that
     * epoch.
     */
    public double bestUpTo(int epoch, Goal goal) {
        double best = Double.NaN;
        for (int i = 0; i < Math.min(epoch, values.length); i++) {
            if (goal.isBetter(values[i], best)) {
                best = values[i];
            }
        }
        return best;
    }

    /** Returns the best value, the value of the trial, or NaN when there is none. */
    public double best(Goal goal) {
        return bestUpTo(values.length, goal);
    }

    /** Returns the first epoch with the best value; empty when there is none. */
    public OptionalInt bestEpoch(Goal goal) {
        double best = best(goal);
        return IntStream.rangeClosed(1, values.length)
                .filter(epoch -> values[epoch - 1] == best)
                .findFirst();
    }

    /**
     * Returns the epoch whose weights are the trial's model: the best epoch or, as long as no epoch satisfies all
     * constraints, the first with the best value regardless of them. Empty when there is none.
     */
    public OptionalInt modelEpoch(Goal goal) {
        OptionalInt best = bestEpoch(goal);
        return best.isPresent() ? best : regardlessOfConstraints().bestEpoch(goal);
    }

    /**
     * Returns whether the weights after an epoch are the trial's model unless those of a later epoch are.
     *
     * @param epoch in [1, {@link #epochs}]
     */
    public boolean improvesAt(int epoch, Goal goal) {
        return upTo(epoch).modelEpoch(goal).equals(OptionalInt.of(epoch));
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
