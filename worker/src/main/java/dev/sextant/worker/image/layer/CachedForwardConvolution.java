package dev.sextant.worker.image.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution that keeps what its forward pass computed, where Deeplearning4j's computes it a second time on the way
 * back. Gives the same bits.
 */
public final class CachedForwardConvolution extends ConvolutionLayer implements ChannelsLast.Giver {
    private transient boolean givesChannelsLast;

    /** For JSON. */
    public CachedForwardConvolution() {}

    @Override
    public void giveChannelsLast() {
        givesChannelsLast = true;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("KeptConvolution", getLayerName(), index, getNIn(), getNOut());
        Computing layer = new Computing(configuration, type, givesChannelsLast);
        CachedForward.connect(layer, configuration, listeners, index, parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        return layer;
    }

    private static final class Computing extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private final transient CachedPreactivations kept;

        Computing(NeuralNetConfiguration configuration, DataType type, boolean givesChannelsLast) {
            super(configuration, type);
            kept = new CachedPreactivations(layerConf().getActivationFn());
            if (helper instanceof MKLDNNConvHelper
                    && type == DataType.FLOAT
                    && layerConf().getCnn2dDataFormat() == CNN2DFormat.NCHW) {
                helper = new OneDnnConvolution(layerConf(), givesChannelsLast);
            }
        }

        @Override
        protected Pair<INDArray, INDArray> preOutput(
                boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
            // Without oneDNN the way back wants the unrolled input too, which nobody kept.
            if (getHelper() == null) {
                return super.preOutput(training, forBackprop, workspaces);
            }
            return kept.sums(training, forBackprop, () -> super.preOutput(training, forBackprop, workspaces));
        }

        @Override
        public void clear() {
            super.clear();
            kept.clear();
        }
    }
}
