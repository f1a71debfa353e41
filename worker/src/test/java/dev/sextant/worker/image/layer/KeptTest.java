package dev.sextant.worker.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class KeptTest {
    @ParameterizedTest
    @EnumSource(names = {"RELU", "RELU6", "IDENTITY", "LEAKYRELU", "TANH", "SIGMOID", "ELU", "SWISH"})
    void trainsToTheBitsOfDeeplearning4jsOwnLayers(Activation activation) {
        ComputationGraphConfiguration plain = configuration(activation);
        ComputationGraph own = new ComputationGraph(plain.clone());
        own.init();
        ComputationGraph kept = new ComputationGraph(Kept.layers(plain));
        kept.init();
        assertThat(kept.getLayer("first").conf().getLayer()).isInstanceOf(KeptConvolution.class);
        assertThat(kept.getLayer("second").conf().getLayer()).isInstanceOf(KeptDepthwiseConvolution.class);
        INDArray before = own.params().dup();
        Nd4j.getRandom().setSeed(8);
        for (int step = 0; step < 4; step++) {
            INDArray inputs = Nd4j.randn(6, 2, 9, 9).muli(3);
            INDArray labels = Nd4j.eye(3)
                    .get(new org.nd4j.linalg.indexing.SpecifiedIndex(0, 1, 2, 2, 1, 0))
                    .dup();
            own.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            kept.fit(new INDArray[] {inputs}, new INDArray[] {labels});
            // A forward pass in between that is not for training must not be taken for the one that was.
            assertThat(Bits.of(kept.outputSingle(inputs))).containsExactly(Bits.of(own.outputSingle(inputs)));
        }
        assertThat(Bits.of(kept.params()))
                .containsExactly(Bits.of(own.params()))
                .isNotEqualTo(Bits.of(before));
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
