package dev.sextant.worker.image.backbone;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

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
