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

/** Copies parts of a network, configuration or weights, into another one. */
public final class GraphCopy {
    private GraphCopy() {}

    /**
     * Copies vertices, without the regularization and constraints of their first training: the study's settings replace
     * them.
     *
     * @param names vertices of the source
     * @param rename maps the name of an input in the source to that in the target
     * @param replacements layers that replace the source's, by name
     */
    public static void copy(
            ComputationGraphConfiguration source,
            List<String> names,
            GraphBuilder target,
            UnaryOperator<String> rename,
            Map<String, Layer> replacements) {
        for (String name : names) {
            GraphVertex vertex = source.getVertices().get(name);
            String[] inputs =
                    source.getVertexInputs().get(name).stream().map(rename).toArray(String[]::new);
            if (vertex instanceof LayerVertex layered) {
                Layer layer = replacements.getOrDefault(name, layerOf(layered));
                InputPreProcessor preprocessor = layered.getPreProcessor();
                target.addLayer(name, layer, preprocessor == null ? null : preprocessor.clone(), inputs);
            } else {
                target.addVertex(name, vertex.clone(), inputs);
            }
        }
    }

    /** Copies the vertices that compute a vertex, which becomes the output. */
    static GraphBuilder upTo(ComputationGraph network, String vertex) {
        ComputationGraphConfiguration source = network.getConfiguration();
        GraphBuilder part = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(source.getNetworkInputs().get(0))
                .validateOutputLayerConfig(false)
                .setOutputs(vertex);
        copy(source, BackboneLayout.of(network, vertex, Map.of()).order(), part, name -> name, Map.of());
        return part;
    }

    /** Creates a network of a part of the source's layers and copies their weights. */
    static ComputationGraph withWeights(ComputationGraphConfiguration part, ComputationGraph source) {
        long weights = part.getVertices().keySet().stream()
                .map(source::getVertex)
                .filter(Objects::nonNull)
                .mapToLong(vertex -> vertex.numParams())
                .sum();
        ComputationGraph network = new ComputationGraph(part);
        // With given parameters, no random weights are drawn, which takes as long as reading them.
        network.init(weights == 0 ? null : Nd4j.zeros(1, weights), false);
        copyWeights(source, network);
        return network;
    }

    /** Copies the weights of layers that have the same name in both networks. */
    public static void copyWeights(ComputationGraph source, ComputationGraph target) {
        for (org.deeplearning4j.nn.api.Layer layer : target.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (source.getVertex(name) != null && source.getLayer(name) != null) {
                Map<String, INDArray> weights = source.getLayer(name).paramTable();
                layer.paramTable().forEach((parameter, values) -> values.assign(weights.get(parameter)));
            }
        }
    }

    /** Returns a copy of a vertex's layer, not frozen, without regularization and constraints. */
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
