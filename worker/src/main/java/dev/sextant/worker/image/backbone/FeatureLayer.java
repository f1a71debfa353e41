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

/** Finds the layer whose activations are a network's features, and truncates the network there. */
final class FeatureLayer {
    /** Name of the layer that averages maps to one vector. */
    private static final String AVERAGE = "features";

    private FeatureLayer() {}

    /** Returns the input of the classification layer; the network's output if it has no such layer. */
    static String vertex(ComputationGraph network) {
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        String output = network.getConfiguration().getNetworkOutputs().get(0);
        if (!isClassification(network.getConfiguration(), output)) {
            return output;
        }
        String classification = output;
        while (network.getVertex(classification).numParams() == 0
                && inputs.getOrDefault(classification, List.of()).size() == 1) {
            classification = inputs.get(classification).get(0);
        }
        String features = classification;
        do {
            // Prefers maps to flattened maps: the average of maps takes images of any size.
            features = inputs.getOrDefault(features, List.of("")).get(0);
        } while (network.getConfiguration().getVertices().get(features) instanceof PreprocessorVertex preprocessor
                && flattening(preprocessor).isPresent());
        return inputs.containsKey(features) ? features : output;
    }

    /** Returns how a vertex flattens maps; empty if it does not. */
    static Optional<CnnToFeedForwardPreProcessor> flattening(GraphVertex vertex) {
        InputPreProcessor preprocessor = vertex instanceof LayerVertex layer
                ? layer.getPreProcessor()
                : vertex instanceof PreprocessorVertex only ? only.getPreProcessor() : null;
        return preprocessor instanceof CnnToFeedForwardPreProcessor flattening
                ? Optional.of(flattening)
                : Optional.empty();
    }

    /** Tells whether a configuration, JSON, has a layer of a kind that classifies. */
    static boolean mayClassify(String configuration) {
        return Stream.of("OutputLayer\"", "LossLayer\"", ActivationSoftmax.class.getSimpleName())
                .anyMatch(configuration::contains);
    }

    private static boolean isClassification(ComputationGraphConfiguration configuration, String vertex) {
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
     * Copies the part of a network that ends in a vertex. If the vertex gives maps, a global average pooling follows
     * it.
     *
     * @param network not closed
     * @param imageSize side of images that the network takes, pixels
     * @return empty if the network needs no change
     */
    static Optional<ComputationGraph> truncate(ComputationGraph network, String vertex, int imageSize) {
        ComputationGraphConfiguration source = network.getConfiguration();
        String images = source.getNetworkInputs().get(0);
        GraphBuilder graph = GraphCopy.upTo(network, vertex);
        boolean unflattened = takeSquareImages(graph, images);
        boolean maps = givesMaps(network, graph.build(), vertex, imageSize);
        if (!maps && !unflattened && source.getNetworkOutputs().equals(List.of(vertex))) {
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

    /**
     * Lets a network that takes flattened images take square ones: removes the step that makes them square again.
     *
     * @return whether there was such a step
     */
    private static boolean takeSquareImages(GraphBuilder graph, String images) {
        boolean removed = false;
        for (String name : graph.getVertices().keySet()) {
            if (graph.getVertexInputs().getOrDefault(name, List.of()).contains(images)
                    && graph.getVertices().get(name) instanceof LayerVertex first
                    && first.getPreProcessor() instanceof FeedForwardToCnnPreProcessor) {
                first.setPreProcessor(null);
                removed = true;
            }
        }
        return removed;
    }

    private static boolean givesMaps(
            ComputationGraph network, ComputationGraphConfiguration part, String vertex, int imageSize) {
        CNN2DFormat format = BackboneNetwork.takesChannelsLast(network) ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
        InputType images = InputType.convolutional(imageSize, imageSize, BackboneNetwork.channels(network), format);
        try {
            return part.getLayerActivationTypes(images).get(vertex) instanceof InputTypeConvolutional;
        } catch (DL4JException | IllegalStateException | IllegalArgumentException e) {
            // Some layers infer shapes only for the images that they were made for.
            return false;
        }
    }
}
