package dev.sextant.worker.image.layer;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's operations for a layer's convolution of maps [n × channels × height × width], which may lie as {@link ChannelsLast}
 * has them. Used by one thread.
 */
final class ConvolutionCalls {
    private final Call forward;
    private final Call backward;
    private final Call backwardChannelsLast;

    private ConvolutionCalls(String operation, ConvolutionLayer layer, long orderOfWeights) {
        forward = new Call(operation, layer, false, orderOfWeights);
        backward = new Call(operation + "_bp", layer, false, orderOfWeights);
        backwardChannelsLast = new Call(operation + "_bp", layer, true, orderOfWeights);
    }

    /** With weights [out × in × height × width]. */
    static ConvolutionCalls ofAllChannels(ConvolutionLayer layer) {
        return new ConvolutionCalls("conv2d", layer, 1);
    }

    /** With weights [height × width × in × multiplier]. */
    static ConvolutionCalls ofEachChannel(ConvolutionLayer layer) {
        return new ConvolutionCalls("depthwise_conv2d", layer, 0);
    }

    /** @param bias null for none */
    void forward(INDArray input, INDArray weights, INDArray bias, INDArray sums) {
        forward.run(bias == null ? new INDArray[] {input, weights} : new INDArray[] {input, weights, bias}, sums);
    }

    /**
     * @param delta gradient by the sums
     * @param inputGradient lies as the input does
     * @param biasGradient null for none
     */
    void backward(
            INDArray input,
            INDArray weights,
            INDArray bias,
            INDArray delta,
            INDArray inputGradient,
            INDArray weightGradient,
            INDArray biasGradient) {
        Call call = backward;
        INDArray x = input;
        INDArray dy = delta;
        INDArray dx = inputGradient;
        if (ChannelsLast.are(input)) {
            // The operation clears what it is about to fill, slowly where that does not lie in the order that it is
            // told.
            call = backwardChannelsLast;
            x = ChannelsLast.asTheyLie(input);
            dx = ChannelsLast.asTheyLie(inputGradient);
            INDArray permuted = delta.permute(0, 2, 3, 1);
            dy = ChannelsLast.are(delta) ? permuted : permuted.dup('c');
        }
        if (biasGradient == null) {
            call.run(new INDArray[] {x, weights, dy}, dx, weightGradient);
        } else {
            call.run(new INDArray[] {x, weights, bias, dy}, dx, weightGradient, biasGradient);
        }
    }

    private static final class Call {
        private final CustomOp operation;
        private final OpContext context = Nd4j.getExecutioner().buildContext();

        Call(String operation, ConvolutionLayer layer, boolean channelsLast, long orderOfWeights) {
            this.operation = DynamicCustomOp.builder(operation).build();
            context.setIArguments(
                    layer.getKernelSize()[0],
                    layer.getKernelSize()[1],
                    layer.getStride()[0],
                    layer.getStride()[1],
                    layer.getPadding()[0],
                    layer.getPadding()[1],
                    layer.getDilation()[0],
                    layer.getDilation()[1],
                    layer.getConvolutionMode() == ConvolutionMode.Same ? 1 : 0,
                    channelsLast ? 1 : 0,
                    orderOfWeights);
        }

        void run(INDArray[] inputs, INDArray... outputs) {
            context.purge();
            for (int i = 0; i < inputs.length; i++) {
                context.setInputArray(i, inputs[i]);
            }
            for (int i = 0; i < outputs.length; i++) {
                context.setOutputArray(i, outputs[i]);
            }
            Nd4j.exec(operation, context);
        }
    }
}
