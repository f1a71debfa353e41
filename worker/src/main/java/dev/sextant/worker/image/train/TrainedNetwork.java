package dev.sextant.worker.image.train;

import dev.sextant.worker.image.layer.CachedForward;
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
 * A network being trained. Its layers compute as fast as ours do; what is saved of it is plain Deeplearning4j. Used by one
 * thread.
 */
final class TrainedNetwork implements AutoCloseable {
    private final ComputationGraph graph;
    private final ILossFunction plainLoss;

    /**
     * A network with its initial weights, which derive from the configuration's seed.
     *
     * @param plain of Deeplearning4j's own layers alone; one input, one output layer
     * @param trained that with the loss that is trained on
     */
    TrainedNetwork(ComputationGraphConfiguration plain, ComputationGraphConfiguration trained) {
        plainLoss = ClassifierNetwork.output(plain).getLossFn();
        graph = new ComputationGraph(CachedForward.layers(trained));
        graph.init();
        graph.initGradientsView();
    }

    /** The configuration, in Deeplearning4j's own layers and losses, as a saved model holds it. */
    String plainJson() {
        ComputationGraphConfiguration copy = graph.getConfiguration().clone();
        ClassifierNetwork.output(copy).setLossFn(plainLoss);
        return CachedForward.plainJson(copy);
    }

    /** The configuration in Deeplearning4j's own layers, with the loss that is trained on. */
    ComputationGraphConfiguration plainConfiguration() {
        ComputationGraphConfiguration plain = ComputationGraphConfiguration.fromJson(plainJson());
        ClassifierNetwork.output(plain)
                .setLossFn(ClassifierNetwork.output(graph.getConfiguration()).getLossFn());
        return plain;
    }

    /** All weights, in one vector, as they change. */
    INDArray weights() {
        return graph.params();
    }

    /** Of all weights, in one vector, after {@link #computeGradient}: of the sum of the batch's losses. */
    INDArray gradient() {
        return graph.getGradientsViewArray();
    }

    /**
     * Computes the gradient.
     *
     * @param labels [n × classes]
     * @return the mean loss of the batch
     */
    double computeGradient(INDArray inputs, INDArray labels) {
        try {
            graph.setInputs(inputs);
            graph.setLabels(labels);
            graph.computeGradientAndScore();
            return graph.score();
        } finally {
            graph.clear();
            graph.clearLayersStates();
        }
    }

    /** [n × classes] */
    float[][] probabilities(INDArray inputs) {
        try (INDArray outputs = graph.outputSingle(inputs)) {
            return outputs.toFloatMatrix();
        }
    }

    ComputationGraph graph() {
        return graph;
    }

    /**
     * What the optimizer does to which weights.
     *
     * @param rates share of the learning rate by layer; 0 to leave it as it is
     */
    List<WeightBlock> blocks(ToDoubleFunction<String> rates) {
        Map<Long, WeightBlock> blocks = new HashMap<>();
        long base = weights().offset();
        for (Layer layer : graph.getLayers()) {
            org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
            double rate = rates.applyAsDouble(configuration.getLayerName());
            layer.paramTable().forEach((parameter, values) -> {
                long from = values.offset() - base;
                WeightBlock.Use use = rate == 0
                        ? WeightBlock.Use.FROZEN
                        : layer.updaterDivideByMinibatch(parameter)
                                ? WeightBlock.Use.TRAINED
                                : WeightBlock.Use.MEASURED;
                boolean decays = configuration.initializer().isWeightParam(configuration, parameter);
                blocks.put(from, new WeightBlock(from, from + values.length(), use, rate, decays));
            });
        }
        List<WeightBlock> inOrder = new ArrayList<>(blocks.values());
        inOrder.sort(Comparator.comparingLong(WeightBlock::from));
        return inOrder;
    }

    @Override
    public void close() {
        graph.close();
    }
}
