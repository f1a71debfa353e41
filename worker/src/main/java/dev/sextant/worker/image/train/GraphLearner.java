package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.GraphCopy;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatch;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.Optimizer;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.WeightBlock;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Trains a Deeplearning4j network. */
final class GraphLearner implements Learner {
    private final TrainedNetwork network;
    private final Examples examples;
    private final List<WeightBlock> blocks;
    private final Optimizer optimizer;
    private final int predictionBatch;

    /**
     * @param network network to train, closed with the learner, as are the examples
     * @param rates learning rates by layer
     * @param predictionBatch images per batch when probabilities are computed
     */
    GraphLearner(
            TrainedNetwork network,
            Examples examples,
            OptimizerSettings settings,
            LearningRates rates,
            int predictionBatch) {
        this.network = network;
        this.examples = examples;
        this.blocks = network.blocks(rates.layerShare());
        this.optimizer = new Optimizer(settings, blocks, network.weights(), network.gradient());
        this.predictionBatch = predictionBatch;
    }

    @Override
    public Steps steps(int epoch, int[][] batches, Targets targets, long seed)
            throws TrainingFailure, InterruptedException {
        Nd4j.getRandom().setSeed(seed);
        TrainingBatches training = examples.at(epoch).training(epoch, batches, targets);
        return new Steps() {
            @Override
            public TrainingScore take(double learningRate) throws InterruptedException {
                try (TrainingBatch batch = training.next()) {
                    TrainingScore score = network.computeGradient(batch.inputs(), batch.targets());
                    optimizer.step((int) batch.inputs().size(0), learningRate);
                    return score;
                }
            }

            @Override
            public void close() {
                training.close();
            }
        };
    }

    @Override
    public float[][] probabilities(int epoch, int[] files) throws TrainingFailure, InterruptedException {
        Examples epochExamples = examples.at(epoch);
        return BatchedPrediction.probabilities(files, predictionBatch, batch -> {
            try (INDArray inputs = epochExamples.batch(batch)) {
                return network.probabilities(inputs);
            }
        });
    }

    @Override
    public long numberOfWeights() {
        return network.weights().length();
    }

    @Override
    public INDArray copyOfWeights() {
        return network.weights().dup();
    }

    @Override
    public WeightAverage average() {
        INDArray average = copyOfWeights();
        return new WeightAverage() {
            @Override
            public void approach(double share) {
                try (INDArray difference = network.weights().sub(average)) {
                    average.addi(difference.muli(share));
                }
            }

            @Override
            public INDArray copy() {
                return average.dup();
            }

            @Override
            public void set(INDArray weights) {
                average.assign(weights.reshape(average.shape()));
            }

            @Override
            public void close() {
                average.close();
            }
        };
    }

    @Override
    public void setWeights(INDArray weights) {
        network.weights().assign(weights.reshape(network.weights().shape()));
    }

    @Override
    public void setUnfrozenWeights(INDArray weights) {
        INDArray current = network.weights().reshape(network.weights().length());
        INDArray next = weights.reshape(weights.length());
        for (WeightBlock block : blocks) {
            if (block.use() != WeightBlock.Use.FROZEN) {
                var interval = NDArrayIndex.interval(block.from(), block.to());
                current.get(interval).assign(next.get(interval));
            }
        }
    }

    @Override
    public void writeWeights(DataOutputStream out) throws IOException {
        ModelFile.write(network.weights(), out);
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
        return network.plainJson();
    }

    @Override
    public ComputationGraphConfiguration plainConfiguration() {
        return network.plainConfiguration();
    }

    @Override
    public void takeOver(Learner previous) {
        previous.copyWeightsTo(network.graph());
    }

    @Override
    public void copyWeightsTo(ComputationGraph other) {
        GraphCopy.copyWeights(network.graph(), other);
    }

    @Override
    public void close() {
        network.close();
        optimizer.close();
        examples.close();
        // This also collects garbage, which takes a tenth of a second.
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
}
