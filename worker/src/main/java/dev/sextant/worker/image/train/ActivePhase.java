package dev.sextant.worker.image.train;

import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.Schedule;
import java.util.List;

/** A phase in progress: its learner and its learning rates. Used by one thread. */
public final class ActivePhase implements AutoCloseable {
    private final TrainingPhase phase;
    private final Learner learner;
    private final ModelNote.FrozenBackbone frozen;
    private final LearningRates rates;
    private final List<Integer> scheduleEnds;
    private final Schedule schedule;
    private final double topRate;

    /**
     * @param learner learner of the phase, closed with it
     * @param frozen frozen part of the backbone that examples have passed already
     * @param weightAverage decay per step of the average of weights; 0: no average
     * @param scheduleEnds epochs of the phase after which a schedule of the learning rate ends, in ascending order
     */
    ActivePhase(
            TrainingPhase phase,
            Learner learner,
            ModelNote.FrozenBackbone frozen,
            OptimizerSettings settings,
            LearningRates rates,
            double weightAverage,
            List<Integer> scheduleEnds) {
        this.phase = phase;
        this.learner = weightAverage > 0 ? new MovingAverage(learner, weightAverage) : learner;
        this.frozen = frozen;
        this.rates = rates;
        this.scheduleEnds = List.copyOf(scheduleEnds);
        this.schedule = Schedule.of(settings.schedule(), scheduleEnds);
        this.topRate = settings.learningRate() * rates.share();
    }

    /** Returns the phase that is in progress. */
    public TrainingPhase phase() {
        return phase;
    }

    /** Returns the network and its optimizer. */
    public Learner learner() {
        return learner;
    }

    ModelNote.FrozenBackbone frozen() {
        return frozen;
    }

    /** Returns the learning rates of the phase and of its layers. */
    public LearningRates rates() {
        return rates;
    }

    /** Returns the epochs of the phase after which a schedule of the learning rate ends, in ascending order. */
    public List<Integer> scheduleEnds() {
        return scheduleEnds;
    }

    /** Returns the learning rate at the top of the schedule. */
    public double topRate() {
        return topRate;
    }

    /**
     * Returns the learning rate of a step.
     *
     * @param epochsDone epochs of the trial before the middle of the step; a fraction within an epoch
     */
    double rate(double epochsDone) {
        return topRate * schedule.share(epochsDone - (phase.firstEpoch() - 1));
    }

    /** Returns the rate that the phase trains with for a value of {@code learning_rate}, without the schedule. */
    double unscheduledRate(double learningRate) {
        return learningRate * rates.share();
    }

    @Override
    public void close() {
        learner.close();
    }
}
