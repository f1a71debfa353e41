package dev.sextant.worker.image.train;

import dev.sextant.worker.image.backbone.BackboneCut;
import dev.sextant.worker.image.head.HeadSettings;
import dev.sextant.worker.image.head.Nonlinearity;
import dev.sextant.worker.image.layer.FocalLoss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Builds the configurations of the networks that are trained: a small convolutional network, a head on features, or
 * the upper part of a backbone with a head. Names of the head's layers begin with {@code head-}.
 */
public final class ClassifierNetwork {
    /** Name of the output layer. */
    public static final String OUTPUT = "head-output";

    private static final String INPUT = "input";
    private static final String HEAD = "head-";

    /** Side in pixels below or at which no further block of convolution and pooling is added. */
    private static final int TARGET_SIZE = 7;

    private static final int MAX_BLOCKS = 5;

    private final HeadSettings settings;
    private final double[] classWeights;
    private final GraphBuilder graph;
    private String last = INPUT;

    private ClassifierNetwork(HeadSettings settings, double[] classWeights, long seed, InputType input) {
        this.settings = settings;
        this.classWeights = classWeights;
        this.graph = new NeuralNetConfiguration.Builder()
                .seed(TrialSeeds.seed(seed, 0))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs(INPUT)
                .setInputTypes(input);
    }

    /**
     * Returns hidden dense layers and an output layer on features.
     *
     * @param features values per image
     * @param classWeights weights of the classes in the loss, by label
     * @param seed seed of the trial
     */
    static ComputationGraphConfiguration head(HeadSettings settings, int features, double[] classWeights, long seed) {
        ClassifierNetwork network =
                new ClassifierNetwork(settings, classWeights, seed, InputType.feedForward(features));
        network.addHead();
        return network.graph.build();
    }

    /**
     * Returns blocks of a 3 × 3 convolution and 2 × 2 max pooling under the same head.
     *
     * @param imageSize side of the images, pixels
     */
    static ComputationGraphConfiguration small(
            HeadSettings settings, int imageSize, int channels, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(
                settings, classWeights, seed, InputType.convolutional(imageSize, imageSize, channels));
        int size = imageSize;
        for (int block = 0; block < MAX_BLOCKS && (size > TARGET_SIZE || block == 0); block++) {
            network.add(
                    "convolution-" + block,
                    new ConvolutionLayer.Builder(3, 3)
                            .padding(1, 1)
                            .nOut(settings.filters() << Math.min(block, 2))
                            .build());
            network.add(
                    "pooling-" + block,
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build());
            size /= 2;
        }
        if (settings.globalPooling()) {
            network.add("average", new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        }
        network.addHead();
        return network.graph.build();
    }

    /** Returns the layers of a backbone above the cut under the same head. */
    static ComputationGraphConfiguration upperPart(
            HeadSettings settings, BackboneCut cut, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(settings, classWeights, seed, cut.activations());
        network.last = cut.copyUpperPart(network.graph, INPUT);
        network.addHead();
        return network.graph.build();
    }

    /** Returns the output layer of a network. */
    static OutputLayer output(ComputationGraphConfiguration network) {
        return (OutputLayer)
                ((LayerVertex) network.getVertices().get(OUTPUT)).getLayerConf().getLayer();
    }

    /**
     * Returns a copy of the network with focal loss, if the settings ask for it.
     *
     * @param weights weights of the classes in the loss, by label
     */
    static ComputationGraphConfiguration withFocalLoss(
            ComputationGraphConfiguration network, HeadSettings settings, double[] weights) {
        ComputationGraphConfiguration trained = network.clone();
        if (settings.focalGamma() > 0) {
            output(trained).setLossFn(new FocalLoss(settings.focalGamma(), weights));
        }
        return trained;
    }

    static boolean isHead(String layer) {
        return layer.startsWith(HEAD);
    }

    private void add(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
        graph.addLayer(name, layer, last);
        last = name;
    }

    private void addHead() {
        for (int layer = 0; layer < settings.layers(); layer++) {
            DenseLayer.Builder dense = new DenseLayer.Builder()
                    .nOut(settings.hiddenSize())
                    .weightInit(weightInit(settings.activation()))
                    .activation(settings.batchNorm() ? Activation.IDENTITY : activation());
            if (settings.dropout() > 0) {
                // Deeplearning4j takes the probability of keeping an input.
                dense.dropOut(new Dropout(1 - settings.dropout()));
            }
            add(HEAD + "dense-" + layer, dense.build());
            if (settings.batchNorm()) {
                add(
                        HEAD + "norm-" + layer,
                        new BatchNormalization.Builder().useLogStd(false).build());
                add(
                        HEAD + "activation-" + layer,
                        new ActivationLayer.Builder().activation(activation()).build());
            }
        }
        OutputLayer.Builder output = new OutputLayer.Builder(loss())
                .nOut(classWeights.length)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX);
        if (settings.dropout() > 0) {
            output.dropOut(new Dropout(1 - settings.dropout()));
        }
        add(OUTPUT, output.build());
        graph.setOutputs(OUTPUT);
    }

    private Activation activation() {
        return settings.activation().activation();
    }

    /** Returns the initialization that preserves the variance of activations from layer to layer. */
    private static WeightInit weightInit(Nonlinearity activation) {
        return switch (activation) {
            case RELU, LEAKY_RELU, ELU, GELU, SWISH -> WeightInit.RELU;
            case SELU -> WeightInit.LECUN_NORMAL;
            case TANH, SIGMOID -> WeightInit.XAVIER;
        };
    }

    private LossMCXENT loss() {
        return settings.classWeight() ? new LossMCXENT(Nd4j.create(toFloats(classWeights))) : new LossMCXENT();
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
