package dev.sextant.worker.image.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Trains a small convolutional network and keeps all but its output layer. */
final class DemoBackbone {
    private static final int SEED = 20170825;
    private static final int EPOCHS = 3;
    private static final int BATCH = 64;
    private static final int FEATURES = 96;

    private static final String CARD =
            """
            {
              "image_size": 28,
              "order": "RGB",
              "scale": 0.00784313725490196,
              "mean": [1.0],
              "std": [1.0],
              "features": 96,
              "source": "trained by this project on Fashion-MNIST's trouser, sandal, sneaker, bag and ankle boot",
              "licence": "Apache-2.0"
            }
            """;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Example(byte[] image, int label) {}

    private DemoBackbone() {}

    /** @param images by label */
    static void train(List<List<byte[]>> images, Path target) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (int label = 0; label < images.size(); label++) {
            for (byte[] image : images.get(label)) {
                examples.add(new Example(image, label));
            }
        }
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(images.size()));
        network.init();
        Random random = new Random(SEED);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(examples, random);
            for (int start = 0; start < examples.size(); start += BATCH) {
                fit(network, examples.subList(start, Math.min(examples.size(), start + BATCH)), images.size());
            }
        }
        MultiLayerNetwork backbone = new MultiLayerNetwork(configuration(0));
        backbone.init();
        // Parameters lie in the order of the layers, so those of a cut network come first.
        backbone.setParams(network.params().get(NDArrayIndex.all(), NDArrayIndex.interval(0, backbone.numParams())));
        ModelSerializer.writeModel(
                backbone, target.resolve("backbone-fashion.zip").toFile(), false);
        Files.writeString(target.resolve("backbone-fashion.card.json"), CARD);
    }

    private static void fit(MultiLayerNetwork network, List<Example> batch, int classes) {
        int pixels = FashionMnist.SIZE * FashionMnist.SIZE;
        float[] inputs = new float[batch.size() * pixels];
        float[] labels = new float[batch.size() * classes];
        for (int i = 0; i < batch.size(); i++) {
            for (int p = 0; p < pixels; p++) {
                inputs[i * pixels + p] = (batch.get(i).image()[p] & 0xff) / 127.5f - 1;
            }
            labels[i * classes + batch.get(i).label()] = 1;
        }
        INDArray images = Nd4j.create(inputs, new long[] {batch.size(), 1, FashionMnist.SIZE, FashionMnist.SIZE}, 'c');
        network.fit(images, Nd4j.create(labels, new long[] {batch.size(), classes}, 'c'));
    }

    /** @param classes of the output layer; 0 for none */
    private static MultiLayerConfiguration configuration(int classes) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.RELU)
                .list()
                .layer(convolution(16))
                .layer(pooling())
                .layer(convolution(32))
                .layer(pooling())
                .layer(convolution(FEATURES))
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        if (classes > 0) {
            layers.layer(new OutputLayer.Builder(new LossMCXENT())
                    .nOut(classes)
                    .weightInit(WeightInit.XAVIER)
                    .activation(Activation.SOFTMAX)
                    .build());
        }
        return layers.setInputType(InputType.convolutional(FashionMnist.SIZE, FashionMnist.SIZE, 1))
                .build();
    }

    private static ConvolutionLayer convolution(int filters) {
        return new ConvolutionLayer.Builder(3, 3)
                .padding(1, 1)
                .nOut(filters)
                .activation(Activation.RELU)
                .build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }
}
