package dev.sextant.worker.image.train;

import dev.sextant.worker.image.backbone.GraphCopy;
import dev.sextant.worker.image.feature.FeatureExamples;
import dev.sextant.worker.image.head.Head;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.RowOptimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a head on precomputed features. */
final class HeadLearner implements Learner {
    /** Images per batch when probabilities are computed. */
    private static final int PREDICTION_BATCH = 256;

    private final Head head;
    private final FeatureExamples examples;
    private final RowOptimizer optimizer;
    private final ComputationGraphConfiguration saved;
    private final ComputationGraphConfiguration trained;
    private float[][] inputs = new float[0][];
    private String json = "";

    /**
     * @param saved configuration of the same head as a Deeplearning4j network
     * @param trained the same configuration with the loss of the training
     */
    HeadLearner(
            Head head,
            FeatureExamples examples,
            OptimizerSettings settings,
            ComputationGraphConfiguration saved,
            ComputationGraphConfiguration trained) {
        this.head = head;
        this.examples = examples;
        this.optimizer = new RowOptimizer(settings, head.rows());
        this.saved = saved;
        this.trained = trained;
    }

    @Override
    public Steps steps(int epoch, int[][] batches, Targets targets, long seed) {
        SplittableRandom dropout = new SplittableRandom(seed);
        return new Steps() {
            private int next;

            @Override
            public TrainingScore take(double learningRate) {
                int[] files = batches[next++];
                float[][] rows = rows(files.length);
                for (int i = 0; i < files.length; i++) {
                    examples.copyForTraining(epoch, files[i], rows[i], 0);
                }
                TrainingScore score = head.computeGradient(rows, files.length, targets.of(files), dropout);
                optimizer.step(files.length, learningRate);
                return score;
            }

            @Override
            public void close() {
                // Nothing is prepared ahead.
            }
        };
    }

    /** Returns memory for at least n rows of features. */
    private float[][] rows(int n) {
        if (inputs.length < n) {
            inputs = new float[n][examples.width()];
        }
        return inputs;
    }

    @Override
    public float[][] probabilities(int epoch, int[] files) throws InterruptedException {
        return BatchedPrediction.probabilities(files, PREDICTION_BATCH, batch -> {
            float[][] rows = rows(batch.length);
            for (int i = 0; i < batch.length; i++) {
                examples.copy(batch[i], rows[i], 0);
            }
            return head.probabilities(rows, batch.length);
        });
    }

    @Override
    public long numberOfWeights() {
        return head.numberOfWeights();
    }

    @Override
    public INDArray copyOfWeights() {
        return Nd4j.createFromArray(head.copyOfWeights());
    }

    /** Averages in plain Java: native operations take several times as long as a step of a small head. */
    @Override
    public WeightAverage average() {
        return new WeightAverage() {
            private float[] average = head.copyOfWeights();

            @Override
            public void approach(double share) {
                int next = 0;
                for (RowOptimizer.Row row : head.rows()) {
                    approach(row.weights(), (float) share, next);
                    next += row.weights().length;
                }
            }

            private void approach(float[] weights, float share, int offset) {
                for (int i = 0; i < weights.length; i++) {
                    average[offset + i] += share * (weights[i] - average[offset + i]);
                }
            }

            @Override
            public INDArray copy() {
                return Nd4j.createFromArray(average);
            }

            @Override
            public void set(INDArray weights) {
                average = weights.reshape(weights.length()).toFloatVector();
            }

            @Override
            public void close() {
                // It is an array of Java.
            }
        };
    }

    @Override
    public void setWeights(INDArray weights) {
        head.setWeights(weights.reshape(weights.length()).toFloatVector());
    }

    @Override
    public void setUnfrozenWeights(INDArray weights) {
        setWeights(weights);
    }

    @Override
    public void writeWeights(DataOutputStream out) throws IOException {
        try (INDArray weights = copyOfWeights()) {
            ModelFile.write(weights, out);
        }
    }

    @Override
    public void writeOptimizer(DataOutputStream out) throws IOException {
        optimizer.write(out);
    }

    @Override
    public void readOptimizer(DataInputStream in) throws IOException {
        optimizer.read(in);
    }

    @Override
    public String plainJson() {
        if (json.isEmpty()) {
            // Only an initialized network writes into its JSON how batch normalization stores the variance.
            json = withNetwork(network -> network.getConfiguration().toJson());
        }
        return json;
    }

    @Override
    public ComputationGraphConfiguration plainConfiguration() {
        return trained.clone();
    }

    @Override
    public void takeOver(Learner previous) {
        throw new IllegalStateException("A head on features takes over no weights: it is the first phase of a trial");
    }

    @Override
    public void copyWeightsTo(ComputationGraph other) {
        withNetwork(network -> {
            GraphCopy.copyWeights(network, other);
            return other;
        });
    }

    /**
     * Applies a function to the head as a Deeplearning4j network. The network is not closed, only its weights are
     * freed: {@code ComputationGraph.close} runs the garbage collector twice, which takes longer than ten epochs of a
     * small head.
     */
    private <T> T withNetwork(Function<ComputationGraph, T> function) {
        try (INDArray weights = copyOfWeights()) {
            ComputationGraph network = new ComputationGraph(saved.clone());
            network.init(weights.reshape(1, -1), false);
            return function.apply(network);
        }
    }

    @Override
    public void close() {
        examples.close();
    }
}
