package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;

/** A task's learning curves as one study meets them. */
interface Replay extends SimulatedTraining {
    /**
     * What a configuration that this study trained is worth when trained to the end: the best epoch of its whole curve,
     * without noise.
     */
    double score(Configuration trained);

    /**
     * What an epoch's value would be without noise: by which a run is judged.
     *
     * @param measured the value that the search was told, perhaps NaN
     */
    default double noiseless(Configuration trained, int epoch, double measured) {
        return measured;
    }
}
