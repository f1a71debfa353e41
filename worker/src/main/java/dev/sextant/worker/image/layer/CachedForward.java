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

/** Exchanges a network's convolutions and activations for ones that train faster to the same bits, and back. */
public final class CachedForward {
    private static final Map<Class<? extends Layer>, Class<? extends Layer>> FASTER = Map.of(
            ConvolutionLayer.class, CachedForwardConvolution.class,
            DepthwiseConvolution2D.class, CachedForwardDepthwiseConvolution.class);

    private static final Map<Class<?>, Class<?>> FASTER_ACTIVATIONS =
            Map.of(ActivationReLU.class, FasterReLU.class, ActivationReLU6.class, FasterReLU6.class);

    private CachedForward() {}

    /** A copy of the configuration with faster layers; parameters lie as before. */
    public static ComputationGraphConfiguration layers(ComputationGraphConfiguration configuration) {
        ComputationGraphConfiguration copy = configuration.clone();
        for (GraphVertex vertex : copy.getVertices().values()) {
            if (vertex instanceof LayerVertex layered) {
                NeuralNetConfiguration ofLayer = layered.getLayerConf();
                Class<? extends Layer> faster = FASTER.get(ofLayer.getLayer().getClass());
                if (faster != null) {
                    ofLayer.setLayer(as(faster, ofLayer.getLayer()));
                }
                if (ofLayer.getLayer() instanceof BaseLayer computing) {
                    computing.setActivationFn(faster(computing.getActivationFn()));
                } else if (ofLayer.getLayer() instanceof ActivationLayer activating) {
                    activating.setActivationFn(faster(activating.getActivationFn()));
                }
            }
        }
        ChannelsLast.between(copy);
        return copy;
    }

    private static IActivation faster(IActivation activation) {
        if (activation instanceof ActivationReLU6) {
            return new FasterReLU6();
        }
        return isPlainReLU(activation) ? new FasterReLU() : activation;
    }

    /** Whether an activation is a ReLU without ceiling, threshold and slope. */
    static boolean isPlainReLU(IActivation activation) {
        return activation instanceof ActivationReLU relu
                && relu.getMax() == null
                && relu.getThreshold() == null
                && relu.getNegativeSlope() == null;
    }

    private static Layer as(Class<? extends Layer> type, Layer layer) {
        try {
            String json = NeuralNetConfiguration.mapper().writeValueAsString(layer);
            return NeuralNetConfiguration.mapper()
                    .readValue(json.replace(quoted(layer.getClass()), quoted(type)), Layer.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Deeplearning4j cannot read back its own layer " + layer, e);
        }
    }

    /** Tells a new layer where it stands in its network, as Deeplearning4j's own layers are told. */
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

    /** The configuration as JSON, in Deeplearning4j's own layers again. */
    public static String plainJson(ComputationGraphConfiguration configuration) {
        String json = configuration.toJson();
        for (Map<? extends Class<?>, ? extends Class<?>> exchanged : List.of(FASTER, FASTER_ACTIVATIONS)) {
            for (Map.Entry<? extends Class<?>, ? extends Class<?>> pair : exchanged.entrySet()) {
                json = json.replace(quoted(pair.getValue()), quoted(pair.getKey()));
            }
        }
        return json;
    }

    private static String quoted(Class<?> type) {
        return "\"" + type.getName() + "\"";
    }
}
