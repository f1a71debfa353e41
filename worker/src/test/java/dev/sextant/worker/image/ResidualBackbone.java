package dev.sextant.worker.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

/** A small backbone with random weights: residual blocks, batch normalization, depthwise convolutions. */
public final class ResidualBackbone {
    private static final String CARD =
            """
            {"image_size": 16, "scale": 0.00392156862745098, "mean": [0.5], "std": [0.25],
             "blocks": {"stem": "stem", "stage1": "block1", "stage2": "block2"}}
            """;

    private ResidualBackbone() {}

    /** Writes the network and its card. */
    public static Path write(Path folder) throws IOException {
        Path zip = Files.createDirectories(folder).resolve("residual.zip");
        ModelSerializer.writeModel(network(), zip.toFile(), false);
        Files.writeString(folder.resolve("residual.card.json"), CARD);
        return zip;
    }

    public static ComputationGraph network() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(17)
                .weightInit(WeightInit.RELU)
                .l2(1e-3)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(16, 16, 3));
        graph.addLayer("stem.conv", convolution(3, 6, Activation.RELU), "input");
        block(graph, "block1", "stem.conv", 6);
        graph.addLayer(
                "block2.down",
                new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .build(),
                "block1.relu");
        block(graph, "block2", "block2.down", 8);
        graph.addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "block2.relu");
        ComputationGraphConfiguration configuration =
                graph.setOutputs("features").build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        Nd4j.getRandom().setSeed(23);
        for (String norm : new String[] {"block1.norm1", "block1.norm2", "block2.norm1", "block2.norm2"}) {
            int width = norm.startsWith("block1") ? 6 : 8;
            network.getLayer(norm).getParam("mean").assign(Nd4j.randn(1, width).muli(0.2));
            network.getLayer(norm).getParam("var").assign(Nd4j.rand(1, width).addi(0.5));
            network.getLayer(norm).getParam("gamma").assign(Nd4j.rand(1, width).addi(0.5));
            network.getLayer(norm).getParam("beta").assign(Nd4j.randn(1, width).muli(0.3));
        }
        return network;
    }

    private static void block(GraphBuilder graph, String name, String input, int width) {
        graph.addLayer(name + ".conv1", convolution(3, width, Activation.IDENTITY), input)
                .addLayer(name + ".norm1", norm(), name + ".conv1")
                .addLayer(name + ".relu1", activation(Activation.RELU), name + ".norm1")
                .addLayer(
                        name + ".conv2",
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .padding(1, 1)
                                .nOut(width)
                                .activation(Activation.IDENTITY)
                                .build(),
                        name + ".relu1")
                .addLayer(name + ".norm2", norm(), name + ".conv2")
                .addVertex(name + ".add", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + ".norm2", input)
                .addLayer(name + ".relu", activation(Activation.RELU6), name + ".add");
    }

    private static ConvolutionLayer convolution(int size, int width, Activation activation) {
        return new ConvolutionLayer.Builder(size, size)
                .padding(size / 2, size / 2)
                .nOut(width)
                .activation(activation)
                .build();
    }

    private static BatchNormalization norm() {
        return new BatchNormalization.Builder().useLogStd(false).build();
    }

    private static ActivationLayer activation(Activation activation) {
        return new ActivationLayer.Builder().activation(activation).build();
    }
}
