package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.saved.SavedArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A learner whose weights are an exponential moving average of those of another learner over its steps. Predictions and
 * saved models have the average; training continues from the weights themselves, which are saved with the optimizer.
 *
 * <p>After step t, from 0, the average is {@code d * average + (1 - d) * weights} with {@code d = min(decay, (1 + t) /
 * (10 + t))}, so that the initial weights are soon forgotten. Statistics of batch normalization are averaged too.
 */
final class MovingAverage implements Learner {
    private final Learner learner;
    private final double decay;
    private final WeightAverage average;
    private int steps;

    /**
     * Starts from the learner's weights.
     *
     * @param learner closed with this learner
     * @param decay largest share of the average that a step keeps, above 0 and below 1
     */
    MovingAverage(Learner learner, double decay) {
        this.learner = learner;
        this.decay = decay;
        this.average = learner.average();
    }

    @Override
    public Steps steps(int epoch, int[][] batches, Targets targets, long seed)
            throws TrainingFailure, InterruptedException {
        Steps training = learner.steps(epoch, batches, targets, seed);
        return new Steps() {
            @Override
            public TrainingScore take(double learningRate) throws InterruptedException {
                TrainingScore score = training.take(learningRate);
                update();
                return score;
            }

            @Override
            public void close() {
                training.close();
            }
        };
    }

    private void update() {
        double kept = Math.min(decay, (1.0 + steps) / (10.0 + steps));
        average.approach(1 - kept);
        steps++;
    }

    @Override
    public float[][] probabilities(int epoch, int[] files) throws TrainingFailure, InterruptedException {
        try (INDArray own = exchange()) {
            try {
                return learner.probabilities(epoch, files);
            } finally {
                learner.setWeights(own);
            }
        }
    }

    /** Gives the learner the average, and returns its own weights. */
    private INDArray exchange() {
        INDArray own = learner.copyOfWeights();
        try (INDArray averaged = average.copy()) {
            learner.setWeights(averaged);
        }
        return own;
    }

    @Override
    public long numberOfWeights() {
        return learner.numberOfWeights();
    }

    @Override
    public INDArray copyOfWeights() {
        return average.copy();
    }

    @Override
    public WeightAverage average() {
        throw new IllegalStateException("An average is not averaged again");
    }

    @Override
    public void setWeights(INDArray weights) {
        learner.setWeights(weights);
        average.set(weights);
    }

    @Override
    public void setUnfrozenWeights(INDArray weights) {
        learner.setUnfrozenWeights(weights);
        startAgain();
    }

    private void startAgain() {
        try (INDArray weights = learner.copyOfWeights()) {
            average.set(weights);
        }
        steps = 0;
    }

    @Override
    public void writeWeights(DataOutputStream out) throws IOException {
        try (INDArray weights = average.copy()) {
            ModelFile.write(weights, out);
        }
    }

    @Override
    public void writeOptimizer(DataOutputStream out) throws IOException {
        learner.writeOptimizer(out);
        out.writeInt(steps);
        learner.writeWeights(out);
    }

    @Override
    public void readOptimizer(DataInputStream in) throws IOException {
        learner.readOptimizer(in);
        steps = in.readInt();
        try (INDArray weights = SavedArray.read(in, numberOfWeights())) {
            learner.setWeights(weights);
        }
    }

    @Override
    public String plainJson() {
        return learner.plainJson();
    }

    @Override
    public ComputationGraphConfiguration plainConfiguration() {
        return learner.plainConfiguration();
    }

    @Override
    public void takeOver(Learner previous) {
        learner.takeOver(previous);
        startAgain();
    }

    @Override
    public void copyWeightsTo(ComputationGraph other) {
        try (INDArray own = exchange()) {
            try {
                learner.copyWeightsTo(other);
            } finally {
                learner.setWeights(own);
            }
        }
    }

    @Override
    public void close() {
        average.close();
        learner.close();
    }
}
