package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;

/** The learning curves of a task for one study. Not thread-safe. */
interface Replay extends SimulatedTraining {
    /**
     * The score of a configuration that this study has trained: its best value over a full training, without noise.
     */
    double score(Configuration trained);

    /**
     * The value of an epoch without noise, by which a run is evaluated.
     *
     * @param measured the value that the search has seen; may be NaN
     */
    default double noiseless(Configuration trained, int epoch, double measured) {
        return measured;
    }
}
