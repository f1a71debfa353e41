package dev.sextant.worker.image.train;

import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.optimize.Optimizer;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.Schedule;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A phase under way: its network, its optimizer and where it stands in its schedule. Used by one thread. */
public final class TrainingPhase implements AutoCloseable {
    private final Phase phase;
    private final TrainedNetwork network;
    private final Examples examples;
    private final ModelNote.Lower lower;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double topRate;
    private final double rate;
    private final ToDoubleFunction<String> rates;

    /**
     * @param lower what the examples went through before
     * @param rate the schedule's top as a share of the learning rate
     * @param rates share of the learning rate by layer
     */
    TrainingPhase(
            Phase phase,
            TrainedNetwork network,
            Examples examples,
            ModelNote.Lower lower,
            OptimizerSettings settings,
            double rate,
            ToDoubleFunction<String> rates) {
        this.phase = phase;
        this.network = network;
        this.examples = examples;
        this.lower = lower;
        this.optimizer = new Optimizer(settings, network.blocks(rates), network.weights(), network.gradient());
        this.schedule = Schedule.of(settings.schedule(), phase.epochs());
        this.topRate = settings.learningRate() * rate;
        this.rate = rate;
        this.rates = rates;
    }

    public Phase phase() {
        return phase;
    }

    public TrainedNetwork network() {
        return network;
    }

    Examples examples() {
        return examples;
    }

    ModelNote.Lower lower() {
        return lower;
    }

    Optimizer optimizer() {
        return optimizer;
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
     * Takes a step.
     *
     * @param epochsBehind of the trial, at the middle of this step
     * @return the mean loss of the batch before the step
     */
    double step(INDArray inputs, INDArray targets, double epochsBehind) {
        double loss = network.computeGradient(inputs, targets);
        double inPhase = epochsBehind - (phase.first() - 1);
        optimizer.step((int) inputs.size(0), topRate * schedule.share(inPhase));
        return loss;
    }

    /**
     * Takes a step apart from the schedule.
     *
     * @param learningRate what the setting of that name would be
     * @return the mean loss of the batch before the step
     */
    double stepAt(INDArray inputs, INDArray targets, double learningRate) {
        double loss = network.computeGradient(inputs, targets);
        optimizer.step((int) inputs.size(0), learningRate * rate);
        return loss;
    }

    @Override
    public void close() {
        network.close();
        optimizer.close();
        examples.close();
    }
}
