package dev.sextant.worker.image.backbone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** Where a network's features are, and the part of the network that ends there. */
final class FeatureLayer {
    /** The layer that is put behind maps, to make one vector of them. */
    private static final String AVERAGE = "features";

    private FeatureLayer() {}

    /** What the layer is fed that decides between classes; the network's output where there is no such layer. */
    static String vertex(ComputationGraph network) {
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        String output = network.getConfiguration().getNetworkOutputs().get(0);
        if (!saysClasses(network.getConfiguration(), output)) {
            return output;
        }
        String deciding = output;
        while (network.getVertex(deciding).numParams() == 0
                && inputs.getOrDefault(deciding, List.of()).size() == 1) {
            deciding = inputs.get(deciding).get(0);
        }
        String fed = deciding;
        do {
            // Rather the maps than a row of all that is in them: the average of maps fits images of any size.
            fed = inputs.getOrDefault(fed, List.of("")).get(0);
        } while (network.getConfiguration().getVertices().get(fed) instanceof PreprocessorVertex between
                && flattening(between).isPresent());
        return inputs.containsKey(fed) ? fed : output;
    }

    /** How a vertex makes one row of maps, where it does. */
    static Optional<CnnToFeedForwardPreProcessor> flattening(GraphVertex vertex) {
        InputPreProcessor before = vertex instanceof LayerVertex layered
                ? layered.getPreProcessor()
                : vertex instanceof PreprocessorVertex alone ? alone.getPreProcessor() : null;
        return before instanceof CnnToFeedForwardPreProcessor flattening ? Optional.of(flattening) : Optional.empty();
    }

    /** Whether a configuration, as JSON, has a layer of a kind that decides between classes. */
    static boolean mayDecide(String configuration) {
        return Stream.of("OutputLayer\"", "LossLayer\"", ActivationSoftmax.class.getSimpleName())
                .anyMatch(configuration::contains);
    }

    private static boolean saysClasses(ComputationGraphConfiguration configuration, String vertex) {
        if (!(configuration.getVertices().get(vertex) instanceof LayerVertex layered)) {
            return false;
        }
        Layer layer = layered.getLayerConf().getLayer();
        return layer instanceof BaseOutputLayer
                || layer instanceof LossLayer
                || (layer instanceof ActivationLayer activation
                        && activation.getActivationFn() instanceof ActivationSoftmax)
                || (layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationSoftmax);
    }

    /**
     * The part of a network that ends in a vertex, with the average of its maps behind it where it gives maps.
     *
     * @param network is left to whoever has it
     * @param imageSize of any images that it takes, pixels
     * @return empty where that is the network as it is
     */
    static Optional<ComputationGraph> ending(ComputationGraph network, String vertex, int imageSize) {
        ComputationGraphConfiguration source = network.getConfiguration();
        String images = source.getNetworkInputs().get(0);
        GraphBuilder graph = GraphCopy.partTo(network, vertex);
        boolean flatImages = takeImagesAsTheyAre(graph, images);
        boolean maps = givesMaps(network, graph.build(), vertex, imageSize);
        if (!maps && !flatImages && source.getNetworkOutputs().equals(List.of(vertex))) {
            return Optional.empty();
        }
        if (maps) {
            String average = Stream.iterate(AVERAGE, name -> name + "-")
                    .filter(name -> !graph.getVertices().containsKey(name))
                    .findFirst()
                    .orElseThrow();
            GlobalPoolingLayer.Builder pooling = new GlobalPoolingLayer.Builder(PoolingType.AVG);
            if (BackboneNetwork.takesChannelsLast(network)) {
                pooling.poolingDimensions(1, 2);
            }
            graph.addLayer(average, pooling.build(), vertex).setOutputs(average);
        }
        return Optional.of(GraphCopy.withWeights(graph.build(), network));
    }

    /** Some networks want images as rows, which they make squares of one size again; with squares they do as well. */
    private static boolean takeImagesAsTheyAre(GraphBuilder graph, String images) {
        boolean flat = false;
        for (String name : graph.getVertices().keySet()) {
            if (graph.getVertexInputs().getOrDefault(name, List.of()).contains(images)
                    && graph.getVertices().get(name) instanceof LayerVertex first
                    && first.getPreProcessor() instanceof FeedForwardToCnnPreProcessor) {
                first.setPreProcessor(null);
                flat = true;
            }
        }
        return flat;
    }

    private static boolean givesMaps(
            ComputationGraph network, ComputationGraphConfiguration part, String vertex, int imageSize) {
        CNN2DFormat format = BackboneNetwork.takesChannelsLast(network) ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
        InputType images = InputType.convolutional(imageSize, imageSize, BackboneNetwork.channels(network), format);
        try {
            return part.getLayerActivationTypes(images).get(vertex) instanceof InputTypeConvolutional;
        } catch (DL4JException | IllegalStateException | IllegalArgumentException e) {
            // Some layers cannot say what they make of any images but those that they were made for.
            return false;
        }
    }
}
