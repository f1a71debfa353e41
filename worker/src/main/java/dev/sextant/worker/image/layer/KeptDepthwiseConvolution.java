package dev.sextant.worker.image.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** As {@link KeptConvolution}, for convolutions of each channel by itself. */
public final class KeptDepthwiseConvolution extends DepthwiseConvolution2D {
    /** For JSON. */
    public KeptDepthwiseConvolution() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("KeptDepthwiseConvolution", getLayerName(), index, getNIn(), getNOut());
        Computing layer = new Computing(configuration, type);
        Kept.connect(layer, configuration, listeners, index, parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        return layer;
    }

    private static final class Computing extends DepthwiseConvolution2DLayer {
        private final transient KeptSums kept;

        Computing(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
            kept = new KeptSums(layerConf().getActivationFn());
        }

        @Override
        protected Pair<INDArray, INDArray> preOutput(
                boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
            return kept.sums(training, forBackprop, () -> super.preOutput(training, forBackprop, workspaces));
        }

        @Override
        public void clear() {
            super.clear();
            kept.clear();
        }
    }
}
