package dev.sextant.worker.image.optimize;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A {@link Schedule} for Deeplearning4j's updaters, which count steps instead of epochs. Immutable.
 *
 * @param schedule settings of the schedule
 * @param ends epochs of the phase after which a schedule ends, in ascending order
 * @param stepsPerEpoch steps of the updater per epoch
 * @param top learning rate at the top of the schedule
 */
public record PhaseRate(ScheduleSettings schedule, List<Integer> ends, int stepsPerEpoch, double top)
        implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        // The middle of the step, as in sequential training.
        return top * Schedule.of(schedule, ends).share((iteration + 0.5) / stepsPerEpoch);
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
