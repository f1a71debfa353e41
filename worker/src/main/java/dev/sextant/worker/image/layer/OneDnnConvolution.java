package dev.sextant.worker.image.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's oneDNN convolution, extended to maps in {@link ChannelsLast} layout. Used by one thread. */
final class OneDnnConvolution extends MKLDNNConvHelper {
    private final boolean channelsLastOutput;
    private final ConvolutionCalls calls;

    OneDnnConvolution(ConvolutionLayer layer, boolean channelsLastOutput) {
        super(DataType.FLOAT);
        this.channelsLastOutput = channelsLastOutput;
        this.calls = ConvolutionCalls.standard(layer);
    }

    @Override
    public INDArray preOutput(
            INDArray input,
            INDArray weights,
            INDArray bias,
            int[] kernel,
            int[] strides,
            int[] padding,
            ConvolutionLayer.AlgoMode mode,
            ConvolutionLayer.FwdAlgo algorithm,
            ConvolutionMode edges,
            int[] dilation,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaces) {
        if (!channelsLastOutput) {
            return super.preOutput(
                    input,
                    weights,
                    bias,
                    kernel,
                    strides,
                    padding,
                    mode,
                    algorithm,
                    edges,
                    dilation,
                    format,
                    workspaces);
        }
        int[] size = ConvolutionUtils.getOutputSize(
                input, kernel, strides, edges == ConvolutionMode.Same ? null : padding, edges, dilation, format);
        INDArray preactivations = ChannelsLast.uninitialized(
                workspaces, ArrayType.ACTIVATIONS, input.dataType(), input.size(0), weights.size(0), size[0], size[1]);
        calls.forward(input, weights, bias, preactivations);
        return preactivations;
    }

    /** Computes the gradients; that with respect to the input has the layout of the input. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray input,
            INDArray weights,
            INDArray bias,
            INDArray delta,
            int[] kernel,
            int[] strides,
            int[] padding,
            INDArray biasGradient,
            INDArray weightGradient,
            IActivation activation,
            ConvolutionLayer.AlgoMode mode,
            ConvolutionLayer.BwdFilterAlgo filterAlgorithm,
            ConvolutionLayer.BwdDataAlgo dataAlgorithm,
            ConvolutionMode edges,
            int[] dilation,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaces) {
        INDArray inputGradient = ChannelsLast.uninitializedLike(input, workspaces, ArrayType.ACTIVATION_GRAD);
        calls.backward(input, weights, bias, delta, inputGradient, weightGradient, biasGradient);
        Gradient gradient = new DefaultGradient();
        if (biasGradient != null) {
            gradient.gradientForVariable().put(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
        }
        gradient.gradientForVariable().put(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient);
        return new Pair<>(gradient, inputGradient);
    }
}
