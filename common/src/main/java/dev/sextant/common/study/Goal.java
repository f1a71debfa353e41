package dev.sextant.common.study;

import java.util.Locale;

/** The direction in which the objective metric is better. */
public enum Goal {
    /** Larger is better. */
    MAXIMIZE,
    /** Smaller is better. */
    MINIMIZE;

    /** Returns whether {@code candidate} is strictly better than {@code other}; NaN is worse than every number. */
    public boolean isBetter(double candidate, double other) {
        if (Double.isNaN(candidate)) {
            return false;
        }
        if (Double.isNaN(other)) {
            return true;
        }
        return this == MAXIMIZE ? candidate > other : candidate < other;
    }

    /**
     * Returns the value, negated when smaller is better, so that larger is always better. Applied twice it is the
     * value.
     */
    public double signed(double value) {
        return this == MAXIMIZE ? value : -value;
    }

    /** Returns the word in the study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
