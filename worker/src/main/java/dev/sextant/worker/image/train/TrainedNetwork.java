package dev.sextant.worker.image.train;

import dev.sextant.worker.image.layer.CachedForward;
import dev.sextant.worker.image.layer.ScoredLoss;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.WeightBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A Deeplearning4j network in training. It computes with the faster layers of {@link CachedForward}; its saved form
 * has layers of Deeplearning4j only. Used by one thread.
 */
final class TrainedNetwork implements AutoCloseable {
    private final ComputationGraph graph;
    private final ILossFunction plainLoss;
    private final ScoredLoss loss;

    /**
     * Creates a network with initial weights, which derive from the seed of the configuration.
     *
     * @param plain layers and losses of Deeplearning4j only; one input, one output layer
     * @param trained the same with the loss of the training
     */
    TrainedNetwork(ComputationGraphConfiguration plain, ComputationGraphConfiguration trained) {
        plainLoss = ClassifierNetwork.output(plain).getLossFn();
        graph = new ComputationGraph(CachedForward.withFasterLayers(trained));
        graph.init();
        graph.initGradientsView();
        loss = ScoredLoss.replaceIn(graph);
    }

    /** Returns the configuration as saved models hold it: with layers and losses of Deeplearning4j only. */
    String plainJson() {
        ComputationGraphConfiguration copy = graph.getConfiguration().clone();
        ClassifierNetwork.output(copy).setLossFn(plainLoss);
        return CachedForward.plainJson(copy);
    }

    /** Returns the configuration with layers of Deeplearning4j only and the loss of the training. */
    ComputationGraphConfiguration plainConfiguration() {
        ComputationGraphConfiguration plain = ComputationGraphConfiguration.fromJson(plainJson());
        ClassifierNetwork.output(plain).setLossFn(loss.loss());
        return plain;
    }

    /** Returns all weights in one vector: a view, which changes with them. */
    INDArray weights() {
        return graph.params();
    }

    /** Returns the gradient that {@link #computeGradient} left, of the summed loss of the batch, in one vector. */
    INDArray gradient() {
        return graph.getGradientsViewArray();
    }

    /**
     * Computes the gradient of a batch.
     *
     * @param labels target probabilities [n × classes]
     * @return the loss and the accuracy of the batch
     */
    TrainingScore computeGradient(INDArray inputs, INDArray labels) {
        try {
            graph.setInputs(inputs);
            graph.setLabels(labels);
            graph.computeGradientAndScore();
            return new TrainingScore(graph.score(), (double) loss.takeHits() / labels.size(0));
        } finally {
            graph.clear();
            graph.clearLayersStates();
        }
    }

    /** Returns probabilities by class, [n × classes]. */
    float[][] probabilities(INDArray inputs) {
        try (INDArray outputs = graph.outputSingle(inputs)) {
            return outputs.toFloatMatrix();
        }
    }

    ComputationGraph graph() {
        return graph;
    }

    /**
     * Returns the blocks of weights in order, with what the optimizer does to each.
     *
     * @param layerShares share of the learning rate by name of the layer; 0 freezes the layer
     */
    List<WeightBlock> blocks(ToDoubleFunction<String> layerShares) {
        Map<Long, WeightBlock> blocks = new HashMap<>();
        long base = weights().offset();
        for (Layer layer : graph.getLayers()) {
            org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
            double rate = layerShares.applyAsDouble(configuration.getLayerName());
            layer.paramTable().forEach((parameter, values) -> {
                long from = values.offset() - base;
                WeightBlock.Use use = rate == 0
                        ? WeightBlock.Use.FROZEN
                        : layer.updaterDivideByMinibatch(parameter)
                                ? WeightBlock.Use.TRAINED
                                : WeightBlock.Use.STATISTICS;
                boolean decays = configuration.initializer().isWeightParam(configuration, parameter);
                blocks.put(from, new WeightBlock(from, from + values.length(), use, rate, decays));
            });
        }
        List<WeightBlock> ordered = new ArrayList<>(blocks.values());
        ordered.sort(Comparator.comparingLong(WeightBlock::from));
        return ordered;
    }

    @Override
    public void close() {
        graph.close();
    }
}
