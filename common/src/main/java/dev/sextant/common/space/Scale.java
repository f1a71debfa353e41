package dev.sextant.common.space;

import java.util.Locale;

/** The mapping of a numeric parameter's range to its axis of the unit cube. */
public enum Scale {
    /** Equal steps in the value. */
    LINEAR,
    /** Equal steps in the logarithm of the value; the range must be positive. */
    LOG,
    /** Integers that are powers of two, equally spaced in the exponent. */
    POWER_OF_TWO;

    /** Returns the word in the study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
