package dev.sextant.worker.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sextant.worker.device.NativeHelpers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

class CachedForwardTest {
    @ParameterizedTest
    @EnumSource(names = {"RELU", "RELU6", "IDENTITY", "LEAKYRELU", "TANH", "SIGMOID", "ELU", "SWISH"})
    void trainsToTheBitsOfDeeplearning4j(Activation activation) {
        ComputationGraphConfiguration plain = configuration(activation);
        ComputationGraph own = new ComputationGraph(plain.clone());
        own.init();
        ComputationGraph cached = new ComputationGraph(CachedForward.withFasterLayers(plain));
        cached.init();
        assertThat(cached.getLayer("first").conf().getLayer()).isInstanceOf(CachedForwardConvolution.class);
        assertThat(cached.getLayer("second").conf().getLayer()).isInstanceOf(CachedForwardDepthwiseConvolution.class);
        INDArray before = own.params().dup();
        Nd4j.getRandom().setSeed(8);
        for (int step = 0; step < 4; step++) {
            INDArray inputs = Nd4j.randn(6, 2, 9, 9).muli(3);
            INDArray labels = Nd4j.eye(3)
                    .get(new org.nd4j.linalg.indexing.SpecifiedIndex(0, 1, 2, 2, 1, 0))
                    .dup();
            own.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            cached.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            // A forward pass outside of training must not replace the cached one.
            assertThat(Bits.of(cached.outputSingle(inputs))).isEqualTo(Bits.of(own.outputSingle(inputs)));
        }
        assertThat(Bits.of(cached.params())).isEqualTo(Bits.of(own.params())).isNotEqualTo(Bits.of(before));
    }

    @ParameterizedTest
    @CsvSource({
        "RELU6, Same, true, 16",
        "RELU6, Same, false, 15",
        "RELU, Same, true, 15",
        "RELU, Truncate, true, 16",
        "IDENTITY, Truncate, false, 17",
        "TANH, Same, true, 16"
    })
    void trainsChainsOfConvolutionsToTheSameBits(Activation activation, ConvolutionMode edges, boolean bias, int size) {
        ComputationGraphConfiguration plain = chain(activation, edges, bias, size);
        ComputationGraph own = new ComputationGraph(plain.clone());
        own.init();
        ComputationGraph cached = new ComputationGraph(CachedForward.withFasterLayers(plain));
        cached.init();
        Nd4j.getRandom().setSeed(9);
        // Images grow while networks are trained, and the last batch of an epoch is smaller.
        for (int step = 0; step < 4; step++) {
            int now = size + 4 * (step / 2);
            INDArray inputs = Nd4j.randn(6 - step % 2, 3, now, now).muli(3);
            INDArray labels = Nd4j.eye(6 - step % 2)
                    .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3))
                    .dup();
            own.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            cached.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            assertThat(Bits.of(cached.outputSingle(inputs))).isEqualTo(Bits.of(own.outputSingle(inputs)));
            for (boolean training : new boolean[] {true, false}) {
                Map<String, INDArray> expected = own.feedForward(inputs, training);
                cached.feedForward(inputs, training)
                        .forEach((name, maps) ->
                                assertThat(Bits.of(maps)).as(name).isEqualTo(Bits.of(expected.get(name))));
            }
        }
        assertThat(Bits.of(cached.params())).isEqualTo(Bits.of(own.params()));
    }

    @Test
    void usesChannelsLastBetweenConvolutionsOnly() {
        assumeThat(NativeHelpers.inUse()).startsWith("onednn");
        ComputationGraph cached = new ComputationGraph(
                CachedForward.withFasterLayers(chain(Activation.RELU6, ConvolutionMode.Same, true, 16)));
        cached.init();
        List<String> channelsLast = new ArrayList<>();
        cached.feedForward(Nd4j.randn(2, 3, 16, 16), true).forEach((name, maps) -> {
            if (ChannelsLast.isLayoutOf(maps)) {
                channelsLast.add(name);
            }
        });
        // "fork" goes to two, "last" and "beside" to no convolution.
        assertThat(channelsLast).containsExactlyInAnyOrder("first", "depthwise", "strided");
    }

    @Test
    void convertsBackToPlainLayers() {
        ComputationGraphConfiguration plain = chain(Activation.RELU6, ConvolutionMode.Same, true, 16);
        plain.getVertices()
                .put("slope", new LayerVertex(layer(new ActivationLayer(new ActivationReLU(5.0, 0.5, 0.25))), null));
        ComputationGraphConfiguration faster = CachedForward.withFasterLayers(plain);
        assertThat(faster.toJson())
                .contains(FasterReLU6.class.getName(), CachedForwardDepthwiseConvolution.class.getName());
        assertThat(CachedForward.plainJson(faster)).isEqualTo(plain.toJson()).doesNotContain("sextant");
    }

    private static NeuralNetConfiguration layer(ActivationLayer layer) {
        return new NeuralNetConfiguration.Builder().layer(layer).build();
    }

    private static ComputationGraphConfiguration chain(
            Activation activation, ConvolutionMode edges, boolean bias, int size) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Adam(0.01))
                .activation(activation)
                .convolutionMode(edges)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(size, size, 3))
                .addLayer("first", convolution(3, 2, 8, bias), "input")
                .addLayer("depthwise", depthwise(1, 8, bias), "first")
                .addLayer("fork", convolution(1, 1, 20, bias), "depthwise")
                .addLayer("strided", depthwise(2, 20, bias), "fork")
                .addLayer("last", convolution(1, 1, 6, bias), "strided")
                .addLayer("beside", convolution(3, 2, 6, bias), "fork")
                .addLayer("joining", new ActivationLayer(Activation.RELU6), "beside");
        // Without padding the two differ in size.
        graph.addLayer("last-pooled", new GlobalPoolingLayer.Builder().build(), "last")
                .addLayer("beside-pooled", new GlobalPoolingLayer.Builder().build(), "joining")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "last-pooled", "beside-pooled");
        return graph.addLayer(
                        "output",
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "sum")
                .setOutputs("output")
                .build();
    }

    private static ConvolutionLayer convolution(int kernel, int stride, int out, boolean bias) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .nOut(out)
                .hasBias(bias)
                .build();
    }

    private static DepthwiseConvolution2D depthwise(int stride, int channels, boolean bias) {
        return new DepthwiseConvolution2D.Builder(3, 3)
                .stride(stride, stride)
                .padding(1, 1)
                .nOut(channels)
                .hasBias(bias)
                .build();
    }

    private static ComputationGraphConfiguration configuration(Activation activation) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .activation(activation)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(9, 9, 2))
                .addLayer(
                        "first",
                        new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(4).build(),
                        "input")
                .addLayer(
                        "second",
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .padding(1, 1)
                                .nOut(4)
                                .build(),
                        "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer(
                        "third",
                        new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(5).build(),
                        "sum")
                .addLayer(
                        "pool", new SubsamplingLayer.Builder().kernelSize(2, 2).build(), "third")
                .addLayer("global", new GlobalPoolingLayer.Builder().build(), "pool")
                .addLayer(
                        "output",
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "global");
        return graph.setOutputs("output").build();
    }
}
