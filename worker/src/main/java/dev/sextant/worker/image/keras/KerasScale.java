package dev.sextant.worker.image.keras;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLayerUtils;

/**
 * Layer that multiplies by a number, for {@code trunk + scale * branch} in Inception-ResNet-V2. Deeplearning4j creates
 * it by reflection from the layers with which {@link KerasLayers} replaces those of Keras.
 */
public final class KerasScale extends KerasLayer {
    static final String CLASS = "SextantScale";
    static final String SCALE = "scale";

    /**
     * Creates the layer.
     *
     * @param layer description of the layer
     */
    public KerasScale(Map<String, Object> layer)
            throws InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
        super(layer, false);
        Object scale =
                KerasLayerUtils.getInnerLayerConfigFromConfig(layer, conf).get(SCALE);
        vertex = new ScaleVertex(((Number) scale).doubleValue());
    }

    @Override
    public InputType getOutputType(InputType... inputs) {
        return inputs[0];
    }
}
