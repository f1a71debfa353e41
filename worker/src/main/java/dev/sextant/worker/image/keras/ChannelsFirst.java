package dev.sextant.worker.image.keras;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Conversion of a network with images [n × height × width × channels], the layout of Keras, to [n × channels × height ×
 * width], for which Deeplearning4j has fast convolutions. The weights stay the same, except that the rows of a dense
 * layer on flattened maps are reordered. Dropout layers are removed, as a backbone only computes.
 */
final class ChannelsFirst {
    /** Name of the layer that averages maps to one vector. */
    static final String POOLING = "features";

    private final ComputationGraph network;
    private final ComputationGraphConfiguration source;
    private final Map<String, InputType> types;
    private final String output;

    /** For each removed vertex, the vertex that replaces it as an input. */
    private final Map<String, String> replacements = new HashMap<>();

    /** Shape of the flattened maps that a vertex gives, by its name. */
    private final Map<String, MapShape> flattened = new HashMap<>();

    /** Shape of the flattened maps that a dense layer takes, by its name. */
    private final Map<String, MapShape> reordered = new HashMap<>();

    /** Shape of maps before they are flattened. */
    private record MapShape(long height, long width, long channels) {}

    private ChannelsFirst(ComputationGraph network, String output, int imageSize, int channels) {
        this.network = network;
        this.source = network.getConfiguration();
        this.output = output;
        this.types = source.clone()
                .getLayerActivationTypes(InputType.convolutional(imageSize, imageSize, channels, CNN2DFormat.NHWC));
    }

    /**
     * Converts the part of a network that computes a vertex. If the vertex gives maps, a global average pooling follows
     * it.
     *
     * @param output name of the vertex
     * @param imageSize side of images that the network takes, pixels
     * @param channels channels of the images
     * @throws UnusableKerasFile if a layer has no counterpart
     */
    static ComputationGraph of(ComputationGraph network, String output, int imageSize, int channels)
            throws UnusableKerasFile {
        return new ChannelsFirst(network, output, imageSize, channels).convert();
    }

    private ComputationGraph convert() throws UnusableKerasFile {
        String images = source.getNetworkInputs().get(0);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(0)
                .graphBuilder()
                .addInputs(images)
                .validateOutputLayerConfig(false);
        for (String name : order()) {
            add(graph, name);
        }
        String last = replacements.getOrDefault(output, output);
        if (types.get(output) instanceof InputTypeConvolutional) {
            graph.addLayer(POOLING, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
            last = POOLING;
        }
        graph.setOutputs(last);
        ComputationGraph converted = new ComputationGraph(graph.build());
        converted.init();
        copyWeights(converted);
        return converted;
    }

    private List<String> order() {
        Set<String> needed = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(output));
        while (!next.isEmpty()) {
            String vertex = next.pop();
            if (source.getVertexInputs().containsKey(vertex) && needed.add(vertex)) {
                next.addAll(source.getVertexInputs().get(vertex));
            }
        }
        return Arrays.stream(network.topologicalSortOrder())
                .mapToObj(index -> network.getVertices()[index].getVertexName())
                .filter(needed::contains)
                .toList();
    }

    private void add(GraphBuilder graph, String name) throws UnusableKerasFile {
        GraphVertex vertex = source.getVertices().get(name);
        String[] inputs = source.getVertexInputs().get(name).stream()
                .map(input -> replacements.getOrDefault(input, input))
                .toArray(String[]::new);
        if (vertex instanceof PreprocessorVertex preprocessing) {
            MapShape shape = shape(name, preprocessing.getPreProcessor());
            flattened.put(name, shape);
            graph.addVertex(name, new PreprocessorVertex(flattening(shape)), inputs);
        } else if (vertex instanceof LayerVertex layered) {
            addLayer(graph, name, layered, inputs);
        } else if (vertex instanceof MergeVertex) {
            graph.addVertex(name, new MergeVertex(), inputs);
        } else if (vertex instanceof ElementWiseVertex || vertex instanceof ScaleVertex) {
            graph.addVertex(name, vertex.clone(), inputs);
        } else {
            throw unusable(name, vertex.getClass());
        }
    }

    private void addLayer(GraphBuilder graph, String name, LayerVertex vertex, String[] inputs)
            throws UnusableKerasFile {
        Layer layer = vertex.getLayerConf().getLayer().clone();
        if (layer instanceof DropoutLayer) {
            replacements.put(name, inputs[0]);
            inheritShape(name, inputs[0]);
            return;
        }
        InputPreProcessor preprocessor = vertex.getPreProcessor();
        if (layer instanceof DenseLayer && preprocessor != null) {
            MapShape shape = shape(name, preprocessor);
            reordered.put(name, shape);
            preprocessor = flattening(shape);
        } else if (layer instanceof DenseLayer && flattened.containsKey(inputs[0])) {
            reordered.put(name, flattened.get(inputs[0]));
        } else if (preprocessor != null || (flattened.containsKey(inputs[0]) && !(layer instanceof ActivationLayer))) {
            throw unusable(name, layer.getClass());
        } else {
            inheritShape(name, inputs[0]);
        }
        setChannelsFirst(name, layer);
        graph.addLayer(name, layer, preprocessor, inputs);
    }

    private void inheritShape(String name, String input) {
        if (flattened.containsKey(input)) {
            flattened.put(name, flattened.get(input));
        }
    }

    private static MapShape shape(String name, InputPreProcessor preprocessor) throws UnusableKerasFile {
        if (preprocessor instanceof CnnToFeedForwardPreProcessor maps) {
            return new MapShape(maps.getInputHeight(), maps.getInputWidth(), maps.getNumChannels());
        }
        throw unusable(name, preprocessor.getClass());
    }

    private static InputPreProcessor flattening(MapShape shape) {
        return new CnnToFeedForwardPreProcessor(shape.height(), shape.width(), shape.channels(), CNN2DFormat.NCHW);
    }

    private static void setChannelsFirst(String name, Layer layer) throws UnusableKerasFile {
        layer.setConstraints(null);
        layer.setIDropout(null);
        if (layer instanceof BaseLayer base) {
            base.setRegularization(List.of());
            base.setRegularizationBias(List.of());
        }
        if (layer instanceof ConvolutionLayer convolution) {
            convolution.setCnn2dDataFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof SubsamplingLayer pooling) {
            pooling.setCnn2dDataFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof BatchNormalization norm) {
            norm.setCnn2DFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof ZeroPaddingLayer padding) {
            padding.setDataFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof Cropping2D cropping) {
            cropping.setDataFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof Upsampling2D upsampling) {
            upsampling.setFormat(CNN2DFormat.NCHW);
        } else if (layer instanceof GlobalPoolingLayer pooling) {
            pooling.setPoolingDimensions(null);
        } else if (!(layer instanceof ActivationLayer || layer instanceof DenseLayer)) {
            throw unusable(name, layer.getClass());
        }
    }

    private void copyWeights(ComputationGraph converted) {
        for (org.deeplearning4j.nn.api.Layer layer : converted.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            Map<String, INDArray> weights =
                    name.equals(POOLING) ? Map.of() : network.getLayer(name).paramTable();
            layer.paramTable().forEach((parameter, values) -> {
                INDArray source = weights.get(parameter);
                values.assign(
                        reordered.containsKey(name) && parameter.equals(DefaultParamInitializer.WEIGHT_KEY)
                                ? reorder(source, reordered.get(name))
                                : source);
            });
        }
    }

    /** Reorders rows from [height × width × channels] to [channels × height × width]. */
    private static INDArray reorder(INDArray weights, MapShape shape) {
        long units = weights.size(1);
        return weights.dup('c')
                .reshape('c', shape.height(), shape.width(), shape.channels(), units)
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape('c', weights.size(0), units);
    }

    private static UnusableKerasFile unusable(String name, Class<?> type) {
        return new UnusableKerasFile("has the layer " + name + " (" + type.getSimpleName()
                + "), which cannot be converted to channels first; name a layer below it with --output");
    }
}
