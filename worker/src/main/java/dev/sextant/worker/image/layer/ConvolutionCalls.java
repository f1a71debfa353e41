package dev.sextant.worker.image.layer;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J operations for a convolution of maps [n × channels × height × width], in Deeplearning4j's layout or that of
 * {@link ChannelsLast}. Used by one thread.
 */
final class ConvolutionCalls {
    private final Call forward;
    private final Call backward;
    private final Call backwardChannelsLast;

    private ConvolutionCalls(String operation, ConvolutionLayer layer, long weightsFormat) {
        forward = new Call(operation, layer, false, weightsFormat);
        backward = new Call(operation + "_bp", layer, false, weightsFormat);
        backwardChannelsLast = new Call(operation + "_bp", layer, true, weightsFormat);
    }

    /** Returns the operations of a convolution with weights [out × in × height × width]. */
    static ConvolutionCalls standard(ConvolutionLayer layer) {
        return new ConvolutionCalls("conv2d", layer, 1);
    }

    /** Returns the operations of a depthwise convolution with weights [height × width × in × multiplier]. */
    static ConvolutionCalls depthwise(ConvolutionLayer layer) {
        return new ConvolutionCalls("depthwise_conv2d", layer, 0);
    }

    /**
     * Runs the forward pass.
     *
     * @param bias null for none
     * @param preactivations receives the result
     */
    void forward(INDArray input, INDArray weights, INDArray bias, INDArray preactivations) {
        forward.run(
                bias == null ? new INDArray[] {input, weights} : new INDArray[] {input, weights, bias}, preactivations);
    }

    /**
     * Runs the backward pass.
     *
     * @param bias null for none
     * @param delta gradient with respect to the preactivations
     * @param inputGradient receives a gradient; has the layout of the input
     * @param weightGradient receives a gradient
     * @param biasGradient receives a gradient; null for none
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
        if (ChannelsLast.isLayoutOf(input)) {
            // The operation first clears its outputs, which is slow when their layout differs from its format argument.
            call = backwardChannelsLast;
            x = ChannelsLast.contiguousView(input);
            dx = ChannelsLast.contiguousView(inputGradient);
            INDArray permuted = delta.permute(0, 2, 3, 1);
            dy = ChannelsLast.isLayoutOf(delta) ? permuted : permuted.dup('c');
        }
        if (biasGradient == null) {
            call.run(new INDArray[] {x, weights, dy}, dx, weightGradient);
        } else {
            call.run(new INDArray[] {x, weights, bias, dy}, dx, weightGradient, biasGradient);
        }
    }

    /** An operation with its arguments. */
    private static final class Call {
        private final CustomOp operation;
        private final OpContext context = Nd4j.getExecutioner().buildContext();

        Call(String operation, ConvolutionLayer layer, boolean channelsLast, long weightsFormat) {
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
                    weightsFormat);
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
