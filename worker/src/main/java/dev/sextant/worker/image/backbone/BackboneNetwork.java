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

/** Loaded backbone. It computes in inference mode, without dropout, and is never trained. Used by one thread. */
public final class BackboneNetwork implements AutoCloseable {
    private final String uri;
    private final ComputationGraph network;
    private final String output;
    private final BackboneLayout layout;

    /** Networks truncated at a vertex, by its name. */
    private final Map<String, ComputationGraph> truncated = new HashMap<>();

    /**
     * Wraps a network.
     *
     * @param uri URI of the network, for messages
     * @param network closed with this object
     * @param output vertex whose activations are the features
     * @param blocks layers or blocks by the names in the card
     */
    public BackboneNetwork(String uri, ComputationGraph network, String output, Map<String, String> blocks) {
        this.uri = uri;
        this.network = network;
        this.output = output;
        this.layout = BackboneLayout.of(network, output, blocks);
    }

    /** Returns the network as Deeplearning4j sees it. */
    public ComputationGraph graph() {
        return network;
    }

    /** Returns the layers and the points where the network can be cut. */
    public BackboneLayout layout() {
        return layout;
    }

    /**
     * Computes features [n × width] of inputs [n × channels × size × size].
     *
     * @throws UnusableData if the output is not one vector per image
     */
    public INDArray features(INDArray inputs) throws UnusableData {
        INDArray features = activations(output, inputs);
        if (features.rank() != 2) {
            throw new UnusableData(
                    "backbone",
                    "(" + uri + ") gives an output of rank " + features.rank()
                            + "; name a layer that gives maps or one vector per image as `output` in its card");
        }
        return features;
    }

    /** Computes the activations of a vertex, [n × ...], for inputs [n × channels × size × size]. */
    public INDArray activations(String vertex, INDArray inputs) {
        INDArray ordered = takesChannelsLast() ? inputs.permute(0, 2, 3, 1).dup('c') : inputs;
        try {
            return truncated(vertex).outputSingle(ordered);
        } finally {
            if (ordered != inputs) {
                ordered.close();
            }
        }
    }

    /** Returns the network that ends in a vertex, with layers that compute the same values faster. */
    private ComputationGraph truncated(String vertex) {
        return truncated.computeIfAbsent(
                vertex,
                end -> network.getConfiguration().getNetworkOutputs().equals(List.of(end)) ? fast() : fastUpTo(end));
    }

    /** Returns the whole network with faster layers; shares its weights. */
    private ComputationGraph fast() {
        ComputationGraph fast = new ComputationGraph(CachedForward.withFasterLayers(network.getConfiguration()));
        fast.init(network.params(), false);
        return fast;
    }

    /**
     * Returns the network up to a vertex with faster layers. If Deeplearning4j is asked for an inner vertex of the
     * whole network, it computes no more than this, but fails at early vertices because it leaves a workspace open.
     */
    private ComputationGraph fastUpTo(String end) {
        return GraphCopy.withWeights(
                CachedForward.withFasterLayers(GraphCopy.upTo(network, end).build()), network);
    }

    /**
     * Cuts the network for fine-tuning.
     *
     * @param imageSize side of the images, pixels
     * @param from first block or layer that is trained; empty for all
     * @throws UnusableData if there is no block or layer of that name
     */
    public BackboneCut cut(int imageSize, Optional<String> from) throws UnusableData {
        return BackboneCut.of(network.getConfiguration(), layout, shapes().images(imageSize), from);
    }

    /** Returns the shapes of the network's layers. */
    Shapes shapes() {
        return new Shapes(
                network.getConfiguration().clone(),
                channels(),
                takesChannelsLast() ? CNN2DFormat.NHWC : CNN2DFormat.NCHW);
    }

    /** Inference of the shapes that a network's layers give for images of a size; holds no weights. */
    record Shapes(ComputationGraphConfiguration layers, int channels, CNN2DFormat format) {
        InputType images(int size) {
            return InputType.convolutional(size, size, channels, format);
        }

        /** Tells whether a layer flattens maps, which can then have one size only. */
        boolean flatten() {
            return layers.getVertices().values().stream()
                    .anyMatch(vertex -> FeatureLayer.flattening(vertex).isPresent());
        }

        private String firstInput(String vertex) {
            return layers.getVertexInputs().get(vertex).get(0);
        }

        private static boolean accepts(GraphVertex vertex, InputType input) {
            return !(input instanceof InputTypeConvolutional maps)
                    || FeatureLayer.flattening(vertex)
                            .map(flattening -> flattening.getInputHeight() == maps.getHeight()
                                    && flattening.getInputWidth() == maps.getWidth())
                            .orElse(true);
        }

        /** Tells whether all layers get maps that they accept, with at least one pixel, from images of a size. */
        boolean accept(int size) {
            try {
                Map<String, InputType> types = layers.clone().getLayerActivationTypes(images(size));
                return types.values().stream()
                                .allMatch(type -> !(type instanceof InputTypeConvolutional maps)
                                        || Math.min(maps.getHeight(), maps.getWidth()) > 0)
                        && layers.getVertices().entrySet().stream()
                                .allMatch(vertex -> accepts(vertex.getValue(), types.get(firstInput(vertex.getKey()))));
            } catch (DL4JException | IllegalStateException | IllegalArgumentException e) {
                // Thrown by layers that do not accept the shape of their input.
                return false;
            }
        }
    }

    /**
     * Returns the number of color channels of the input, from the first convolution's weights [out × in × height ×
     * width].
     */
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

    /** Tells whether the input is [n × height × width × channels], as in Keras. */
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
        truncated.values().forEach(ComputationGraph::close);
        network.close();
    }
}
