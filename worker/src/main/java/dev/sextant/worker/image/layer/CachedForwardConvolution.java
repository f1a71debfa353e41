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
 * A convolution that caches its preactivations for the backward pass, where Deeplearning4j's convolution computes
 * them a second time. Gives the same bits.
 */
public final class CachedForwardConvolution extends ConvolutionLayer implements ChannelsLast.Producer {
    private transient boolean channelsLastOutput;

    /** Creates a layer for Jackson to fill in. */
    public CachedForwardConvolution() {}

    @Override
    public void useChannelsLastOutput() {
        channelsLastOutput = true;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("CachedForwardConvolution", getLayerName(), index, getNIn(), getNOut());
        Computing layer = new Computing(configuration, type, channelsLastOutput);
        CachedForward.connect(layer, configuration, listeners, index, parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        return layer;
    }

    private static final class Computing extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private final transient CachedPreactivations cache;

        Computing(NeuralNetConfiguration configuration, DataType type, boolean channelsLastOutput) {
            super(configuration, type);
            cache = new CachedPreactivations(layerConf().getActivationFn());
            if (helper instanceof MKLDNNConvHelper
                    && type == DataType.FLOAT
                    && layerConf().getCnn2dDataFormat() == CNN2DFormat.NCHW) {
                helper = new OneDnnConvolution(layerConf(), channelsLastOutput);
            }
        }

        @Override
        protected Pair<INDArray, INDArray> preOutput(
                boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
            // Without oneDNN the backward pass needs the unrolled input too, which is not cached.
            if (getHelper() == null) {
                return super.preOutput(training, forBackprop, workspaces);
            }
            return cache.preactivations(
                    training, forBackprop, () -> super.preOutput(training, forBackprop, workspaces));
        }

        @Override
        public void clear() {
            super.clear();
            cache.clear();
        }
    }
}
