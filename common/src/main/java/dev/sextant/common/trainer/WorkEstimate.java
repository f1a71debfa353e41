package dev.sextant.common.trainer;

import java.util.OptionalDouble;

/** A trainer's estimate of the computing that an epoch takes. Used by one thread; it may keep what it has looked up. */
@FunctionalInterface
public interface WorkEstimate {
    /** No estimate. */
    WorkEstimate NONE = settings -> OptionalDouble.empty();

    /**
     * Returns how much an epoch computes, in a unit that is the same for all settings of a study, such as multiplications
     * per image; above 0, empty if it is not known. Must be quick: it is called for many settings in a row.
     *
     * @param settings the settings of a trial, defaults included
     */
    OptionalDouble perEpoch(Settings settings);
}
