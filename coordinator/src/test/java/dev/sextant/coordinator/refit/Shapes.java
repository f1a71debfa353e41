package dev.sextant.coordinator.refit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;

/** Pictures of discs and squares, and a small network with random weights to put below a classifier. */
public final class Shapes {
    private static final int SIZE = 12;

    private Shapes() {}

    public static Path draw(Path folder, int imagesAClass) throws IOException {
        Random random = new Random(11);
        for (String shape : new String[] {"disc", "square"}) {
            Path ofClass = Files.createDirectories(folder.resolve(shape));
            for (int i = 0; i < imagesAClass; i++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
                Graphics2D pen = image.createGraphics();
                pen.setColor(new Color(random.nextInt(0x1000000)));
                int x = random.nextInt(4);
                int y = random.nextInt(4);
                if (shape.equals("disc")) {
                    pen.fillOval(x, y, 8, 8);
                } else {
                    pen.fillRect(x, y, 8, 8);
                }
                pen.dispose();
                ImageIO.write(
                        image,
                        "png",
                        ofClass.resolve(String.format("%03d.png", i)).toFile());
            }
        }
        return folder;
    }

    public static Path backbone(Path folder) throws IOException {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
                .addLayer("low", convolution(Activation.RELU), "input")
                .addLayer("middle", convolution(Activation.RELU), "low")
                .addLayer("high", convolution(Activation.IDENTITY), "middle")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        "high")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
                .addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu")
                .setOutputs("features")
                .build());
        network.init();
        Path zip = Files.createDirectories(folder).resolve("network.zip");
        ModelSerializer.writeModel(network, zip.toFile(), false);
        Files.writeString(
                folder.resolve("network.card.json"),
                """
                {"image_size": 12, "scale": 0.0039, "mean": [0.5], "std": [0.5], "blocks": {"low": "low", "middle": "middle", "high": "high"}}
                """);
        return zip;
    }

    private static ConvolutionLayer convolution(Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .padding(1, 1)
                .nOut(6)
                .activation(activation)
                .build();
    }
}
