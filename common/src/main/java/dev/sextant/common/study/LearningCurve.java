package dev.sextant.common.study;

import java.util.Arrays;

/** The objective metric of one trial after epochs 1, 2, ..., without gaps. Immutable. */
public final class LearningCurve {
    /** The curve of a trial that has not been measured. */
    public static final LearningCurve EMPTY = new LearningCurve(new double[0]);

    private final double[] values;

    private LearningCurve(double[] values) {
        this.values = values;
    }

    /** @param values {@code values[e - 1]} after epoch e; NaN and infinities are values */
    public static LearningCurve of(double... values) {
        return values.length == 0 ? EMPTY : new LearningCurve(values.clone());
    }

    /** Epochs measured. */
    public int epochs() {
        return values.length;
    }

    /** @param epoch in [1, {@link #epochs}] */
    public double at(int epoch) {
        return values[epoch - 1];
    }

    /** This curve and the value after the next epoch. */
    public LearningCurve plus(double value) {
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return new LearningCurve(longer);
    }

    /** This curve's values up to an epoch. */
    public LearningCurve upTo(int epoch) {
        return epoch >= values.length ? this : new LearningCurve(Arrays.copyOf(values, epoch));
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

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningCurve curve && Arrays.equals(values, curve.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
