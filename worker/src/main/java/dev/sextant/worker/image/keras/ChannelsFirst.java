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
 * Turns a network that takes images [n × height × width × channels], as Keras' do, into one that takes [n × channels ×
 * height × width], for which Deeplearning4j has its fast convolutions. Weights are the same, but for those of a dense layer
 * on flattened maps, whose rows change places. Dropout is left away: a backbone has none.
 */
final class ChannelsFirst {
    /** The layer that is put behind maps, to make one vector of them. */
    static final String POOLING = "features";

    private final ComputationGraph network;
    private final ComputationGraphConfiguration source;
    private final Map<String, InputType> types;
    private final String output;

    /** What a vertex is called that was left away: the one below it. */
    private final Map<String, String> renamed = new HashMap<>();

    /** Height, width and channels that were flattened, by the vertex that holds them. */
    private final Map<String, long[]> flattened = new HashMap<>();

    private final Map<String, long[]> reordered = new HashMap<>();

    private ChannelsFirst(ComputationGraph network, String output, int imageSize, int channels) {
        this.network = network;
        this.source = network.getConfiguration();
        this.output = output;
        this.types = source.clone()
                .getLayerActivationTypes(InputType.convolutional(imageSize, imageSize, channels, CNN2DFormat.NHWC));
    }

    /**
     * The part of a network that one of its vertices needs, with global average pooling behind it where it gives maps.
     *
     * @param imageSize of any image that it takes
     * @throws UnusableKeras when a layer has no counterpart
     */
    static ComputationGraph of(ComputationGraph network, String output, int imageSize, int channels)
            throws UnusableKeras {
        return new ChannelsFirst(network, output, imageSize, channels).turned();
    }

    private ComputationGraph turned() throws UnusableKeras {
        String images = source.getNetworkInputs().get(0);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(0)
                .graphBuilder()
                .addInputs(images)
                .validateOutputLayerConfig(false);
        for (String name : order()) {
            add(graph, name);
        }
        String last = renamed.getOrDefault(output, output);
        if (types.get(output) instanceof InputTypeConvolutional) {
            graph.addLayer(POOLING, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
            last = POOLING;
        }
        graph.setOutputs(last);
        ComputationGraph turned = new ComputationGraph(graph.build());
        turned.init();
        copyWeights(turned);
        return turned;
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

    private void add(GraphBuilder graph, String name) throws UnusableKeras {
        GraphVertex vertex = source.getVertices().get(name);
        String[] inputs = source.getVertexInputs().get(name).stream()
                .map(input -> renamed.getOrDefault(input, input))
                .toArray(String[]::new);
        if (vertex instanceof PreprocessorVertex preprocessing) {
            graph.addVertex(name, new PreprocessorVertex(flattening(name, preprocessing.getPreProcessor())), inputs);
        } else if (vertex instanceof LayerVertex layered) {
            Layer layer = layered.getLayerConf().getLayer().clone();
            if (layer instanceof DropoutLayer) {
                renamed.put(name, inputs[0]);
                passOn(name, inputs[0]);
                return;
            }
            InputPreProcessor before = layered.getPreProcessor();
            if (layer instanceof DenseLayer && before != null) {
                reordered.put(name, sides(before));
                before = firstChannels(before);
            } else if (layer instanceof DenseLayer && flattened.containsKey(inputs[0])) {
                reordered.put(name, flattened.get(inputs[0]));
            } else if (before != null || (flattened.containsKey(inputs[0]) && !(layer instanceof ActivationLayer))) {
                throw unusable(name, layer.getClass());
            } else {
                passOn(name, inputs[0]);
            }
            turn(name, layer);
            graph.addLayer(name, layer, before, inputs);
        } else if (vertex instanceof MergeVertex) {
            graph.addVertex(name, new MergeVertex(), inputs);
        } else if (vertex instanceof ElementWiseVertex || vertex instanceof ScaleVertex) {
            graph.addVertex(name, vertex.clone(), inputs);
        } else {
            throw unusable(name, vertex.getClass());
        }
    }

    private void passOn(String name, String input) {
        if (flattened.containsKey(input)) {
            flattened.put(name, flattened.get(input));
        }
    }

    private InputPreProcessor flattening(String name, InputPreProcessor preprocessing) throws UnusableKeras {
        if (!(preprocessing instanceof CnnToFeedForwardPreProcessor)) {
            throw unusable(name, preprocessing.getClass());
        }
        flattened.put(name, sides(preprocessing));
        return firstChannels(preprocessing);
    }

    private static long[] sides(InputPreProcessor preprocessing) throws UnusableKeras {
        if (preprocessing instanceof CnnToFeedForwardPreProcessor maps) {
            return new long[] {maps.getInputHeight(), maps.getInputWidth(), maps.getNumChannels()};
        }
        throw unusable("?", preprocessing.getClass());
    }

    private static InputPreProcessor firstChannels(InputPreProcessor preprocessing) throws UnusableKeras {
        long[] sides = sides(preprocessing);
        return new CnnToFeedForwardPreProcessor(sides[0], sides[1], sides[2], CNN2DFormat.NCHW);
    }

    private static void turn(String name, Layer layer) throws UnusableKeras {
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

    private void copyWeights(ComputationGraph turned) {
        for (org.deeplearning4j.nn.api.Layer layer : turned.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            Map<String, INDArray> weights =
                    name.equals(POOLING) ? Map.of() : network.getLayer(name).paramTable();
            layer.paramTable().forEach((parameter, values) -> {
                INDArray from = weights.get(parameter);
                values.assign(
                        reordered.containsKey(name) && parameter.equals(DefaultParamInitializer.WEIGHT_KEY)
                                ? channelsFirst(from, reordered.get(name))
                                : from);
            });
        }
    }

    /** Rows in the order of [channels × height × width] from those of [height × width × channels]. */
    private static INDArray channelsFirst(INDArray weights, long[] sides) {
        long units = weights.size(1);
        return weights.dup('c')
                .reshape('c', sides[0], sides[1], sides[2], units)
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape('c', weights.size(0), units);
    }

    private static UnusableKeras unusable(String name, Class<?> type) {
        return new UnusableKeras("has the layer " + name + ", which became a " + type.getSimpleName()
                + ", of which there is no counterpart that takes channels first; name a layer below it with --output");
    }
}
