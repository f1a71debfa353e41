package dev.sextant.worker.image.backbone;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Folding of batch normalization with fixed statistics into the convolution before it: {@code gamma (W x + b - mean) /
 * sqrt(var + eps) + beta} is a convolution with other weights. The network gives the same outputs, except for rounding,
 * in less time.
 */
final class BatchNormFolding {
    private final ComputationGraph network;
    private final ComputationGraphConfiguration configuration;
    /** Convolutions by the name of the normalization that follows them. */
    private final Map<String, String> convolutions = new LinkedHashMap<>();

    private BatchNormFolding(ComputationGraph network) {
        this.network = network;
        this.configuration = network.getConfiguration();
        configuration.getVertices().forEach((name, vertex) -> {
            if (isNormalization(vertex)) {
                List<String> inputs = configuration.getVertexInputs().get(name);
                if (inputs.size() == 1 && canAbsorb(inputs.get(0))) {
                    convolutions.put(name, inputs.get(0));
                }
            }
        });
    }

    /** Returns the network without the normalizations that can be folded; the network itself if there are none. */
    static ComputationGraph fold(ComputationGraph network) {
        BatchNormFolding folding = new BatchNormFolding(network);
        return folding.convolutions.isEmpty() ? network : folding.folded();
    }

    private static boolean isNormalization(GraphVertex vertex) {
        return vertex instanceof LayerVertex layered
                && layered.getPreProcessor() == null
                && layered.getLayerConf().getLayer() instanceof BatchNormalization;
    }

    /** Tells whether a vertex is a convolution without activation whose only consumer is the normalization. */
    private boolean canAbsorb(String name) {
        if (!(configuration.getVertices().get(name) instanceof LayerVertex layered)) {
            return false;
        }
        Layer layer = layered.getLayerConf().getLayer();
        boolean convolution = layer.getClass() == ConvolutionLayer.class
                || layer instanceof SeparableConvolution2D
                || (layer instanceof DepthwiseConvolution2D depthwise && depthwise.getDepthMultiplier() == 1);
        long consumers = configuration.getVertexInputs().values().stream()
                .filter(inputs -> inputs.contains(name))
                .count();
        return convolution
                && ((FeedForwardLayer) layer).getActivationFn() instanceof ActivationIdentity
                && consumers == 1
                && !configuration.getNetworkOutputs().contains(name);
    }

    private ComputationGraph folded() {
        Map<String, Layer> replacements = new HashMap<>();
        for (String name : convolutions.values()) {
            Layer layer =
                    GraphCopy.layerOf((LayerVertex) configuration.getVertices().get(name));
            ((ConvolutionLayer) layer).setHasBias(true);
            replacements.put(name, layer);
        }
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(configuration.getNetworkInputs().toArray(String[]::new))
                .validateOutputLayerConfig(false)
                .setOutputs(configuration.getNetworkOutputs().stream()
                        .map(name -> convolutions.getOrDefault(name, name))
                        .toArray(String[]::new));
        List<String> remaining = configuration.getVertices().keySet().stream()
                .filter(name -> !convolutions.containsKey(name))
                .toList();
        GraphCopy.copy(configuration, remaining, graph, name -> convolutions.getOrDefault(name, name), replacements);
        ComputationGraph folded = new ComputationGraph(graph.build());
        folded.init();
        for (String name : remaining) {
            if (network.getVertex(name).numParams() > 0) {
                Map<String, INDArray> source = network.getVertex(name).paramTable(false);
                folded.getVertex(name).paramTable(false).forEach((parameter, values) -> {
                    if (source.containsKey(parameter)) {
                        values.assign(source.get(parameter));
                    } else {
                        values.assign(0);
                    }
                });
            }
        }
        convolutions.forEach(
                (norm, convolution) -> merge(norm, folded.getVertex(convolution).paramTable(false), convolution));
        return folded;
    }

    private void merge(String norm, Map<String, INDArray> weights, String convolution) {
        BatchNormalization settings =
                (BatchNormalization) network.getLayer(norm).conf().getLayer();
        Map<String, INDArray> statistics = network.getLayer(norm).paramTable();
        INDArray mean = flat(statistics.get("mean"));
        INDArray variance = statistics.containsKey("var")
                ? flat(statistics.get("var"))
                : Transforms.pow(Nd4j.valueArrayOf(mean.shape(), 100.0), flat(statistics.get("log10stdev")), false);
        INDArray scale = Transforms.sqrt(variance.add(settings.getEps()), false).rdivi(1.0);
        INDArray shift;
        if (settings.isLockGammaBeta()) {
            scale.muli(settings.getGamma());
            shift = Nd4j.valueArrayOf(mean.shape(), settings.getBeta());
        } else {
            scale.muli(flat(statistics.get("gamma")));
            shift = flat(statistics.get("beta")).dup();
        }
        Layer layer = ((LayerVertex) configuration.getVertices().get(convolution))
                .getLayerConf()
                .getLayer();
        if (layer instanceof SeparableConvolution2D) {
            // [out × in × 1 × 1]
            weights.get("pW").muli(scale.reshape(scale.length(), 1, 1, 1));
        } else if (layer instanceof DepthwiseConvolution2D) {
            // [height × width × in × 1]
            weights.get("W").muli(scale.reshape(1, 1, scale.length(), 1));
        } else {
            // [out × in × height × width]
            weights.get("W").muli(scale.reshape(scale.length(), 1, 1, 1));
        }
        INDArray bias = weights.get("b");
        INDArray merged = flat(bias).sub(mean).muli(scale).addi(shift);
        bias.assign(merged.reshape(bias.shape()));
    }

    private static INDArray flat(INDArray values) {
        return values.reshape(values.length());
    }
}
