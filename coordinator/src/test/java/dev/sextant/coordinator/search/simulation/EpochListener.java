package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.study.Trial;

/** Is told about every epoch of a simulated study. */
@FunctionalInterface
public interface EpochListener {
    /**
     * An epoch has ended.
     *
     * @param trial the trial after the epoch; {@code FAILED} when it failed during the epoch
     * @param epochs number of epochs trained by all trials, this one included
     * @param time time since the start, in units
     */
    void epochEnded(Trial trial, long epochs, double time);
}
