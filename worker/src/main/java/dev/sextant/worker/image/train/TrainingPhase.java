package dev.sextant.worker.image.train;

import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.Schedule;
import java.util.function.ToDoubleFunction;

/** A phase under way: what learns and where it stands in its schedule. Used by one thread. */
public final class TrainingPhase implements AutoCloseable {
    private final Phase phase;
    private final Learner learner;
    private final ModelNote.Lower lower;
    private final Schedule schedule;
    private final double topRate;
    private final double share;
    private final ToDoubleFunction<String> rates;

    /**
     * @param learner is closed with the phase
     * @param lower what the examples went through before
     * @param share the schedule's top as a share of the learning rate
     * @param rates share of the learning rate by layer
     */
    TrainingPhase(
            Phase phase,
            Learner learner,
            ModelNote.Lower lower,
            OptimizerSettings settings,
            double share,
            ToDoubleFunction<String> rates) {
        this.phase = phase;
        this.learner = learner;
        this.lower = lower;
        this.schedule = Schedule.of(settings.schedule(), phase.epochs());
        this.topRate = settings.learningRate() * share;
        this.share = share;
        this.rates = rates;
    }

    public Phase phase() {
        return phase;
    }

    public Learner learner() {
        return learner;
    }

    ModelNote.Lower lower() {
        return lower;
    }

    /** What the network's layers get of the learning rate's top, by layer; see the constructor. */
    public ToDoubleFunction<String> rates() {
        return rates;
    }

    /** The learning rate's top. */
    public double topRate() {
        return topRate;
    }

    /**
     * The learning rate of a step.
     *
     * @param epochsBehind of the trial, at the middle of the step
     */
    double rate(double epochsBehind) {
        return topRate * schedule.share(epochsBehind - (phase.first() - 1));
    }

    /** What the phase makes of a learning rate apart from the schedule. */
    double ofLearningRate(double learningRate) {
        return learningRate * share;
    }

    @Override
    public void close() {
        learner.close();
    }
}
