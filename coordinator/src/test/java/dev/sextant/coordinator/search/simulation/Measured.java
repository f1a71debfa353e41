package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.study.Trial;

/** Sees every epoch of a simulated study as it ends. */
@FunctionalInterface
public interface Measured {
    /**
     * @param trial after the epoch; {@code FAILED} when it failed in it
     * @param epochs trained in all, this one included
     * @param time units, from the start
     */
    void measured(Trial trial, long epochs, double time);
}
