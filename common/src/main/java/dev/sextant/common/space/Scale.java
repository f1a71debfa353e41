package dev.sextant.common.space;

import java.util.Locale;

/** How a numeric parameter's range is laid on its axis. */
public enum Scale {
    /** Equal steps in the value. */
    LINEAR,
    /** Equal steps in the logarithm of the value; the range must be positive. */
    LOG,
    /** Integers that are powers of two, equally spaced in the exponent. */
    POWER_OF_TWO;

    /** The word in the study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
