package dev.sextant.worker.image.backbone;

import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.layer.CachedForward;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loaded backbone. Only read, never trained; works without dropout and the like. Used by one thread. */
public final class BackboneNetwork implements AutoCloseable {
    private final String uri;
    private final ComputationGraph network;
    private final String output;
    private final BackboneLayout layout;

    /** By the vertex that they end in. */
    private final Map<String, ComputationGraph> parts = new HashMap<>();

    /**
     * @param output the vertex whose activations are the features
     * @param blocks layers by the names that the card gives them
     */
    public BackboneNetwork(String uri, ComputationGraph network, String output, Map<String, String> blocks) {
        this.uri = uri;
        this.network = network;
        this.output = output;
        this.layout = BackboneLayout.of(network, output, blocks);
    }

    public ComputationGraph graph() {
        return network;
    }

    public BackboneLayout layout() {
        return layout;
    }

    /** Features [n × width] of inputs [n × channels × size × size]. */
    public INDArray features(INDArray inputs) throws UnusableData {
        INDArray features = activations(output, inputs);
        if (features.rank() != 2) {
            throw new UnusableData(
                    "backbone",
                    "(" + uri + ") gives an output of rank " + features.rank()
                            + "; name a layer that gives maps or one vector an image as `output` in its card");
        }
        return features;
    }

    /** Activations of a vertex, [n × ...], for inputs [n × channels × size × size]. */
    public INDArray activations(String vertex, INDArray inputs) {
        INDArray fed = takesChannelsLast() ? inputs.permute(0, 2, 3, 1).dup('c') : inputs;
        try {
            return ending(vertex).outputSingle(fed);
        } finally {
            if (fed != inputs) {
                fed.close();
            }
        }
    }

    /** The network that ends in a vertex, of layers that compute the same faster. */
    private ComputationGraph ending(String vertex) {
        return parts.computeIfAbsent(
                vertex,
                end -> network.getConfiguration().getNetworkOutputs().equals(List.of(end)) ? whole() : partTo(end));
    }

    /** With the network's own weights, not a copy of them. */
    private ComputationGraph whole() {
        ComputationGraph fast = new ComputationGraph(CachedForward.withFasterLayers(network.getConfiguration()));
        fast.init(network.params(), false);
        return fast;
    }

    /**
     * Asked for a vertex in its middle, Deeplearning4j computes no more than this either, but leaves memory open behind it when
     * that is an early one, and fails.
     */
    private ComputationGraph partTo(String end) {
        return GraphCopy.withWeights(
                CachedForward.withFasterLayers(GraphCopy.partTo(network, end).build()), network);
    }

    /** @param from the first block or layer that is to be trained; empty for all */
    public BackboneCut cut(int imageSize, Optional<String> from) throws UnusableData {
        return BackboneCut.of(network.getConfiguration(), layout, shapes().images(imageSize), from);
    }

    /** What the network's layers make of images, by their size. */
    Shapes shapes() {
        return new Shapes(
                network.getConfiguration().clone(),
                channels(),
                takesChannelsLast() ? CNN2DFormat.NHWC : CNN2DFormat.NCHW);
    }

    /** The layers of a network without their weights. */
    record Shapes(ComputationGraphConfiguration layers, int channels, CNN2DFormat format) {
        InputType images(int size) {
            return InputType.convolutional(size, size, channels, format);
        }

        /** Whether a layer sees the whole of maps, which can then be of one size only. */
        boolean flatten() {
            return layers.getVertices().values().stream()
                    .anyMatch(vertex -> FeatureLayer.flattening(vertex).isPresent());
        }

        private String firstInput(String vertex) {
            return layers.getVertexInputs().get(vertex).get(0);
        }

        private static boolean fits(GraphVertex vertex, InputType fed) {
            return !(fed instanceof InputTypeConvolutional maps)
                    || FeatureLayer.flattening(vertex)
                            .map(before -> before.getInputHeight() == maps.getHeight()
                                    && before.getInputWidth() == maps.getWidth())
                            .orElse(true);
        }

        /** Whether something of images of a size reaches every layer, and as much as the layer takes. */
        boolean fit(int size) {
            try {
                Map<String, InputType> types = layers.clone().getLayerActivationTypes(images(size));
                return types.values().stream()
                                .allMatch(type -> !(type instanceof InputTypeConvolutional maps)
                                        || Math.min(maps.getHeight(), maps.getWidth()) > 0)
                        && layers.getVertices().entrySet().stream()
                                .allMatch(vertex -> fits(vertex.getValue(), types.get(firstInput(vertex.getKey()))));
            } catch (DL4JException | IllegalStateException | IllegalArgumentException e) {
                // So layers say that they cannot take what the ones below would give them.
                return false;
            }
        }
    }

    /** Colour channels of the input: the first convolution's weights are [out × in × height × width]. */
    int channels() {
        return channels(network);
    }

    static int channels(ComputationGraph network) {
        return Arrays.stream(network.getLayers())
                .map(Layer::paramTable)
                .map(Map::values)
                .flatMap(java.util.Collection::stream)
                .filter(weights -> weights.rank() == 4)
                .mapToInt(weights -> (int) weights.size(1))
                .findFirst()
                .orElse(3);
    }

    /** As Keras has it: [n × height × width × channels]. */
    public boolean takesChannelsLast() {
        return takesChannelsLast(network);
    }

    static boolean takesChannelsLast(ComputationGraph network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer())
                .filter(org.deeplearning4j.nn.conf.layers.ConvolutionLayer.class::isInstance)
                .map(layer -> ((org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer).getCnn2dDataFormat())
                .findFirst()
                .filter(format -> format == CNN2DFormat.NHWC)
                .isPresent();
    }

    @Override
    public void close() {
        parts.values().forEach(ComputationGraph::close);
        network.close();
    }
}
