package dev.sextant.worker.image;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Builds the networks that are trained: a small convolutional one, or a head on a backbone's features. */
final class ClassifierNetwork {
    /** Convolution and pooling go on until the image is no larger than this. */
    private static final int SMALL_ENOUGH = 7;

    private static final int MOST_BLOCKS = 5;

    private final ClassifierSettings settings;
    private final double[] classWeights;
    private final NeuralNetConfiguration.ListBuilder layers;

    private ClassifierNetwork(ClassifierSettings settings, double[] classWeights, long seed) {
        this.settings = settings;
        this.classWeights = classWeights;
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(TrialRandom.seed(seed, 0))
                .updater(updater(settings))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU);
        if (settings.weightDecay() > 0) {
            builder.weightDecay(settings.weightDecay(), true);
        }
        this.layers = builder.list();
    }

    /**
     * Hidden dense layers and an output layer on features.
     *
     * @param classWeights of the loss, by label
     * @param seed of the trial
     */
    static MultiLayerNetwork head(ClassifierSettings settings, int features, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(settings, classWeights, seed);
        network.addHead();
        return network.build(InputType.feedForward(features));
    }

    /** Blocks of a 3 × 3 convolution and 2 × 2 pooling, then the same head. */
    static MultiLayerNetwork small(
            ClassifierSettings settings, int imageSize, int channels, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(settings, classWeights, seed);
        int size = imageSize;
        for (int block = 0; block < MOST_BLOCKS && (size > SMALL_ENOUGH || block == 0); block++) {
            network.layers.layer(new ConvolutionLayer.Builder(3, 3)
                    .padding(1, 1)
                    .nOut(settings.filters() << Math.min(block, 2))
                    .build());
            network.layers.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
            size /= 2;
        }
        if (settings.globalPooling()) {
            network.layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        }
        network.addHead();
        return network.build(InputType.convolutional(imageSize, imageSize, channels));
    }

    private void addHead() {
        for (int layer = 0; layer < settings.layers(); layer++) {
            DenseLayer.Builder dense = new DenseLayer.Builder().nOut(settings.hiddenSize());
            if (settings.dropout() > 0) {
                // Deeplearning4j wants the share that is kept.
                dense.dropOut(new Dropout(1 - settings.dropout()));
            }
            layers.layer(dense.build());
        }
        OutputLayer.Builder output = new OutputLayer.Builder(loss())
                .nOut(classWeights.length)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX);
        if (settings.dropout() > 0) {
            output.dropOut(new Dropout(1 - settings.dropout()));
        }
        layers.layer(output.build());
    }

    private LossMCXENT loss() {
        return settings.classWeight() ? new LossMCXENT(Nd4j.create(toFloats(classWeights))) : new LossMCXENT();
    }

    private MultiLayerNetwork build(InputType input) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(layers.setInputType(input).build());
        network.init();
        return network;
    }

    private static IUpdater updater(ClassifierSettings settings) {
        if (settings.adam()) {
            return new Adam(settings.learningRate());
        }
        return settings.momentum() > 0
                ? new Nesterovs(settings.learningRate(), settings.momentum())
                : new Sgd(settings.learningRate());
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
