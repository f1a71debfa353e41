package dev.sextant.worker.image.optimize;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A {@link Schedule} for Deeplearning4j's own updaters, which count steps and not epochs. Immutable.
 *
 * @param epochs of the phase
 * @param stepsAnEpoch of whoever counts them
 * @param top the highest learning rate
 */
public record PhaseRate(ScheduleSettings schedule, int epochs, int stepsAnEpoch, double top) implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        // At the middle of the step, as where steps are taken one after the other.
        return top * Schedule.of(schedule, epochs).share((iteration + 0.5) / stepsAnEpoch);
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
