package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.space.Configuration;
import java.util.List;
import java.util.Optional;

/** What training would measure. One study's at a time: implementations may remember what was begun. */
public interface SimulatedTraining {
    /**
     * The objective metric after an epoch, from 1; empty when the trial fails in that epoch. Asked once for each epoch of
     * a trial, in their order.
     */
    Optional<Double> value(Configuration configuration, int epoch);

    /**
     * By how much each constraint of the objective is kept after an epoch: empty without constraints. Asked after the value.
     */
    default List<Double> margins(Configuration configuration, int epoch) {
        return List.of();
    }

    /**
     * The configuration that is trained where this one is proposed: another one where only some were ever recorded. The
     * study's view shows what is trained.
     *
     * @param proposed inside the space and new to the study
     * @return inside the space and new to the study
     */
    default Configuration trainedFor(Configuration proposed) {
        return proposed;
    }
}
