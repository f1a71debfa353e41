package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.space.Configuration;
import java.util.List;
import java.util.Optional;

/** Simulates training: the values that trials of one study measure. Implementations may keep state of the study. */
public interface SimulatedTraining {
    /**
     * The objective metric after an epoch, from 1; empty when the trial fails in that epoch. Called once per epoch of a
     * trial, in order.
     */
    Optional<Double> value(Configuration configuration, int epoch);

    /**
     * The margin of each constraint after an epoch, positive on the allowed side; empty without constraints. Called after
     * {@link #value}.
     */
    default List<Double> margins(Configuration configuration, int epoch) {
        return List.of();
    }

    /** The duration of an epoch in seconds; 0 if it is not known, and then the epoch takes a random time. */
    default double seconds(Configuration configuration) {
        return 0;
    }

    /**
     * The configuration that is trained when another one is proposed. They differ when only some configurations were
     * recorded. The study's view shows the trained one.
     *
     * @param proposed inside the space and new to the study
     * @return inside the space and new to the study
     */
    default Configuration trainedFor(Configuration proposed) {
        return proposed;
    }
}
