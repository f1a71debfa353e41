package dev.sextant.worker.image.layer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Replaces convolutions and activations of a network by layers that train faster and give the same bits, and back.
 * The faster convolutions cache the values of the forward pass for the backward pass.
 */
public final class CachedForward {
    private static final Map<Class<? extends Layer>, Class<? extends Layer>> FASTER = Map.of(
            ConvolutionLayer.class, CachedForwardConvolution.class,
            DepthwiseConvolution2D.class, CachedForwardDepthwiseConvolution.class);

    private static final Map<Class<?>, Class<?>> FASTER_ACTIVATIONS =
            Map.of(ActivationReLU.class, FasterReLU.class, ActivationReLU6.class, FasterReLU6.class);

    private CachedForward() {}

    /** Returns a copy of the configuration with faster layers; the order of the parameters is the same. */
    public static ComputationGraphConfiguration withFasterLayers(ComputationGraphConfiguration configuration) {
        ComputationGraphConfiguration copy = configuration.clone();
        for (GraphVertex vertex : copy.getVertices().values()) {
            if (vertex instanceof LayerVertex layered) {
                NeuralNetConfiguration layerConfiguration = layered.getLayerConf();
                Class<? extends Layer> faster =
                        FASTER.get(layerConfiguration.getLayer().getClass());
                if (faster != null) {
                    layerConfiguration.setLayer(convert(layerConfiguration.getLayer(), faster));
                }
                if (layerConfiguration.getLayer() instanceof BaseLayer computing) {
                    computing.setActivationFn(faster(computing.getActivationFn()));
                } else if (layerConfiguration.getLayer() instanceof ActivationLayer activating) {
                    activating.setActivationFn(faster(activating.getActivationFn()));
                }
            }
        }
        ChannelsLast.useBetweenConvolutions(copy);
        return copy;
    }

    private static IActivation faster(IActivation activation) {
        if (activation instanceof ActivationReLU6) {
            return new FasterReLU6();
        }
        return isPlainReLU(activation) ? new FasterReLU() : activation;
    }

    /** Returns whether an activation is a ReLU without maximum, threshold and negative slope. */
    static boolean isPlainReLU(IActivation activation) {
        return activation instanceof ActivationReLU relu
                && relu.getMax() == null
                && relu.getThreshold() == null
                && relu.getNegativeSlope() == null;
    }

    /** Converts a layer to another class with the same JSON properties. */
    private static Layer convert(Layer layer, Class<? extends Layer> type) {
        try {
            String json = NeuralNetConfiguration.mapper().writeValueAsString(layer);
            return NeuralNetConfiguration.mapper()
                    .readValue(json.replace(quoted(layer.getClass()), quoted(type)), Layer.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Deeplearning4j cannot read the JSON of its own layer " + layer, e);
        }
    }

    /** Initializes a new layer with its place in the network, as Deeplearning4j does for its own layers. */
    static void connect(
            org.deeplearning4j.nn.api.Layer layer,
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setConf(configuration);
    }

    /** Returns the configuration as JSON, with Deeplearning4j's layers in place of the faster ones. */
    public static String plainJson(ComputationGraphConfiguration configuration) {
        String json = configuration.toJson();
        for (Map<? extends Class<?>, ? extends Class<?>> replacements : List.of(FASTER, FASTER_ACTIVATIONS)) {
            for (Map.Entry<? extends Class<?>, ? extends Class<?>> pair : replacements.entrySet()) {
                json = json.replace(quoted(pair.getValue()), quoted(pair.getKey()));
            }
        }
        return json;
    }

    private static String quoted(Class<?> type) {
        return "\"" + type.getName() + "\"";
    }
}
