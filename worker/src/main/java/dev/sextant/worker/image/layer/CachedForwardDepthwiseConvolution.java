package dev.sextant.worker.image.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A depthwise convolution that caches its preactivations for the backward pass, as {@link CachedForwardConvolution}
 * does.
 */
public final class CachedForwardDepthwiseConvolution extends DepthwiseConvolution2D implements ChannelsLast.Producer {
    private transient boolean channelsLastOutput;

    /** Creates a layer for Jackson to fill in. */
    public CachedForwardDepthwiseConvolution() {}

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
        LayerValidation.assertNInNOutSet(
                "CachedForwardDepthwiseConvolution", getLayerName(), index, getNIn(), getNOut());
        Computing layer = new Computing(configuration, type, channelsLastOutput);
        CachedForward.connect(layer, configuration, listeners, index, parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        return layer;
    }

    private static final class Computing extends DepthwiseConvolution2DLayer {
        private final transient CachedPreactivations cache;
        private final boolean channelsLastOutput;
        private final transient ConvolutionCalls calls;

        Computing(NeuralNetConfiguration configuration, DataType type, boolean channelsLastOutput) {
            super(configuration, type);
            this.channelsLastOutput = channelsLastOutput;
            cache = new CachedPreactivations(layerConf().getActivationFn());
            calls = ConvolutionCalls.depthwise(layerConf());
        }

        @Override
        protected Pair<INDArray, INDArray> preOutput(
                boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
            return cache.preactivations(training, forBackprop, () -> compute(training, forBackprop, workspaces));
        }

        private Pair<INDArray, INDArray> compute(boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
            INDArray weights = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaces);
            if (!isSupported(input, weights)) {
                return super.preOutput(training, forBackprop, workspaces);
            }
            int[] size = outputSize();
            long channels = weights.size(2) * weights.size(3);
            INDArray preactivations = channelsLastOutput
                    ? ChannelsLast.uninitialized(
                            workspaces, ArrayType.ACTIVATIONS, dataType, input.size(0), channels, size[0], size[1])
                    : workspaces.createUninitialized(
                            ArrayType.ACTIVATIONS,
                            dataType,
                            new long[] {input.size(0), channels, size[0], size[1]},
                            'c');
            calls.forward(input, weights, bias(training, workspaces), preactivations);
            return new Pair<>(preactivations, null);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray weights = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, true, workspaces);
            if (!isSupported(input, weights)) {
                return super.backpropGradient(epsilon, workspaces);
            }
            INDArray delta = layerConf()
                    .getActivationFn()
                    .backprop(preOutput4d(true, true, workspaces).getFirst(), epsilon)
                    .getFirst();
            INDArray inputGradient = ChannelsLast.uninitializedLike(input, workspaces, ArrayType.ACTIVATION_GRAD);
            INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
            INDArray biasGradient = hasBias() ? gradientViews.get(ConvolutionParamInitializer.BIAS_KEY) : null;
            calls.backward(input, weights, bias(true, workspaces), delta, inputGradient, weightGradient, biasGradient);
            Gradient gradient = new DefaultGradient();
            if (biasGradient != null) {
                gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
            }
            gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
            weightNoiseParams.clear();
            return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
        }

        /** Returns whether the fast path applies; Deeplearning4j handles all other inputs, wrong ones included. */
        private boolean isSupported(INDArray input, INDArray weights) {
            return input != null
                    && input.rank() == 4
                    && input.dataType() == DataType.FLOAT
                    && dataType == DataType.FLOAT
                    && layerConf().getCnn2dDataFormat() == CNN2DFormat.NCHW
                    && input.size(1) == weights.size(2);
        }

        /** Returns the bias; null for none. */
        private INDArray bias(boolean training, LayerWorkspaceMgr workspaces) {
            return hasBias() ? getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaces) : null;
        }

        private int[] outputSize() {
            return ConvolutionUtils.getOutputSize(
                    input,
                    layerConf().getKernelSize(),
                    layerConf().getStride(),
                    convolutionMode == ConvolutionMode.Same ? null : layerConf().getPadding(),
                    convolutionMode,
                    layerConf().getDilation(),
                    CNN2DFormat.NCHW);
        }

        @Override
        public void clear() {
            super.clear();
            cache.clear();
        }
    }
}
