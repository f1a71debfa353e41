package dev.sextant.benchmarks.demo;

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
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Trains a small convolutional network and keeps all but its output layer. The features are the last maps, flattened rather
 * than pooled: the positions of edges distinguish garments that have the same edges.
 */
final class DemoBackbone {
    private static final int SEED = 20170825;
    private static final int EPOCHS = 2;
    private static final int BATCH = 64;

    /** Filters of both convolutions. */
    private static final int FILTERS = 16;

    /** Side of the last maps, after two poolings. */
    private static final int SIDE = FashionMnist.SIZE / 4;

    /** Index of the second convolution. */
    private static final int LAST_CONVOLUTION = 2;

    /** Root mean square of the features. */
    private static final double FEATURE_RMS = 0.5;

    private static final String CARD =
            """
            {
              "image_size": 28,
              "order": "RGB",
              "scale": 0.00392156862745098,
              "mean": [0.0],
              "std": [1.0],
              "features": 784,
              "source": "trained by this project on Fashion-MNIST's trouser, sandal, sneaker, bag and ankle boot",
              "licence": "Apache-2.0"
            }
            """;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Example(byte[] image, int label) {}

    private DemoBackbone() {}

    /** @param images images by label */
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
        scaleFeatures(backbone, examples);
        ModelSerializer.writeModel(
                backbone, target.resolve("backbone-fashion.zip").toFile(), false);
        Files.writeString(target.resolve("backbone-fashion.card.json"), CARD);
    }

    private static void fit(MultiLayerNetwork network, List<Example> batch, int classes) {
        float[] labels = new float[batch.size() * classes];
        for (int i = 0; i < batch.size(); i++) {
            labels[i * classes + batch.get(i).label()] = 1;
        }
        network.fit(inputs(batch), Nd4j.create(labels, new long[] {batch.size(), classes}, 'c'));
    }

    private static INDArray inputs(List<Example> batch) {
        int pixels = FashionMnist.SIZE * FashionMnist.SIZE;
        float[] inputs = new float[batch.size() * pixels];
        for (int i = 0; i < batch.size(); i++) {
            for (int p = 0; p < pixels; p++) {
                inputs[i * pixels + p] = (batch.get(i).image()[p] & 0xff) / 255f;
            }
        }
        return Nd4j.create(inputs, new long[] {batch.size(), 1, FashionMnist.SIZE, FashionMnist.SIZE}, 'c');
    }

    /**
     * Scales the features to a root mean square of {@link #FEATURE_RMS}: without scaling, the usual learning rates
     * overshoot on such large features. A rectified convolution and pooling pass a positive factor on.
     */
    private static void scaleFeatures(MultiLayerNetwork backbone, List<Example> examples) {
        INDArray features = backbone.output(inputs(examples.subList(0, Math.min(1000, examples.size()))));
        double size = features.norm2Number().doubleValue() / Math.sqrt((double) features.length()) / FEATURE_RMS;
        backbone.getParam(LAST_CONVOLUTION + "_W").divi(size);
        backbone.getParam(LAST_CONVOLUTION + "_b").divi(size);
    }

    /** @param classes number of classes of the output layer; 0 for none */
    private static MultiLayerConfiguration configuration(int classes) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new Adam(1e-3))
                .l2(1e-4)
                .weightInit(WeightInit.RELU)
                .list()
                .layer(convolution())
                .layer(pooling())
                .layer(convolution())
                .layer(pooling())
                .layer(new ActivationLayer.Builder()
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(4, new CnnToFeedForwardPreProcessor(SIDE, SIDE, FILTERS));
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

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3)
                .padding(1, 1)
                .nOut(FILTERS)
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
