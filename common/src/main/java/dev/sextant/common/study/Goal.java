package dev.sextant.common.study;

import java.util.Locale;

/** Which way the objective metric is better. */
public enum Goal {
    /** Larger is better. */
    MAXIMIZE,
    /** Smaller is better. */
    MINIMIZE;

    /** Whether {@code candidate} is strictly better than {@code other}; NaN is worse than every number. */
    public boolean isBetter(double candidate, double other) {
        if (Double.isNaN(candidate)) {
            return false;
        }
        if (Double.isNaN(other)) {
            return true;
        }
        return this == MAXIMIZE ? candidate > other : candidate < other;
    }

    /** The value, negated when smaller is better: of two signed ones the larger is better. Its own inverse. */
    public double signed(double value) {
        return this == MAXIMIZE ? value : -value;
    }

    /** The word in the study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
