package dev.sextant.worker.image.backbone;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies parts of one network's configuration into another. */
public final class GraphCopy {
    private GraphCopy() {}

    /**
     * Copies vertices, without what was to hold their weights small when they were trained first: that is ours to say.
     *
     * @param names vertices of the source
     * @param renamed what the inputs of the copies are called
     * @param exchanged layers to take in place of the source's, by name
     */
    public static void copy(
            ComputationGraphConfiguration source,
            List<String> names,
            GraphBuilder target,
            UnaryOperator<String> renamed,
            Map<String, Layer> exchanged) {
        for (String name : names) {
            GraphVertex vertex = source.getVertices().get(name);
            String[] inputs =
                    source.getVertexInputs().get(name).stream().map(renamed).toArray(String[]::new);
            if (vertex instanceof LayerVertex layered) {
                Layer layer = exchanged.getOrDefault(name, layerOf(layered));
                InputPreProcessor before = layered.getPreProcessor();
                target.addLayer(name, layer, before == null ? null : before.clone(), inputs);
            } else {
                target.addVertex(name, vertex.clone(), inputs);
            }
        }
    }

    /** The beginning of a configuration: what of a network a vertex needs, which it ends in. */
    static GraphBuilder partTo(ComputationGraph network, String vertex) {
        ComputationGraphConfiguration source = network.getConfiguration();
        GraphBuilder part = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(source.getNetworkInputs().get(0))
                .validateOutputLayerConfig(false)
                .setOutputs(vertex);
        copy(source, BackboneLayout.of(network, vertex, Map.of()).order(), part, name -> name, Map.of());
        return part;
    }

    /** A network whose layers that have weights are the source's, and have those. */
    static ComputationGraph withWeights(ComputationGraphConfiguration part, ComputationGraph source) {
        long weights = part.getVertices().keySet().stream()
                .map(source::getVertex)
                .filter(Objects::nonNull)
                .mapToLong(vertex -> vertex.numParams())
                .sum();
        ComputationGraph network = new ComputationGraph(part);
        // Given zeros it draws no weights at random, which takes as long as reading them.
        network.init(weights == 0 ? null : Nd4j.zeros(1, weights), false);
        weights(source, network);
        return network;
    }

    /** Copies the weights of layers that have the same name in both networks. */
    public static void weights(ComputationGraph source, ComputationGraph target) {
        for (org.deeplearning4j.nn.api.Layer layer : target.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (source.getVertex(name) != null && source.getLayer(name) != null) {
                Map<String, INDArray> weights = source.getLayer(name).paramTable();
                layer.paramTable().forEach((parameter, values) -> values.assign(weights.get(parameter)));
            }
        }
    }

    /** A copy of the layer. */
    static Layer layerOf(LayerVertex vertex) {
        Layer layer = vertex.getLayerConf().getLayer();
        Layer copy = (layer instanceof FrozenLayer frozen ? frozen.getLayer() : layer).clone();
        copy.setConstraints(null);
        if (copy instanceof BaseLayer base) {
            base.setRegularization(List.of());
            base.setRegularizationBias(List.of());
        }
        return copy;
    }
}
