package dev.sextant.worker.image.keras;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLayerUtils;

/**
 * Multiplies by a number: half of what Inception-ResNet-V2 does where a branch joins its trunk, {@code trunk + scale *
 * branch}. Deeplearning4j makes it, by reflection, of the layers that {@link KerasLayers} puts in place of Keras' own.
 */
public final class ScaledBranch extends KerasLayer {
    static final String CLASS = "SextantScale";
    static final String SCALE = "scale";

    /** @param layer as in the file */
    public ScaledBranch(Map<String, Object> layer)
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
