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
 * Draws up the networks that are trained: a small convolutional one, a head on a backbone's features, or the upper part of
 * a backbone with a head. The head's layers are called {@code head-...}.
 */
public final class ClassifierNetwork {
    public static final String OUTPUT = "head-output";

    private static final String INPUT = "input";
    private static final String HEAD = "head-";

    /** Convolution and pooling go on until the image is no larger than this. */
    private static final int SMALL_ENOUGH = 7;

    private static final int MOST_BLOCKS = 5;

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
     * Hidden dense layers and an output layer on features.
     *
     * @param classWeights of the loss, by label
     * @param seed of the trial
     */
    static ComputationGraphConfiguration head(HeadSettings settings, int features, double[] classWeights, long seed) {
        ClassifierNetwork network =
                new ClassifierNetwork(settings, classWeights, seed, InputType.feedForward(features));
        network.addHead();
        return network.graph.build();
    }

    /** Blocks of a 3 × 3 convolution and 2 × 2 pooling, then the same head. */
    static ComputationGraphConfiguration small(
            HeadSettings settings, int imageSize, int channels, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(
                settings, classWeights, seed, InputType.convolutional(imageSize, imageSize, channels));
        int size = imageSize;
        for (int block = 0; block < MOST_BLOCKS && (size > SMALL_ENOUGH || block == 0); block++) {
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

    /** A backbone's layers above the cut, then the same head. */
    static ComputationGraphConfiguration upperPart(
            HeadSettings settings, BackboneCut cut, double[] classWeights, long seed) {
        ClassifierNetwork network = new ClassifierNetwork(settings, classWeights, seed, cut.activations());
        network.last = cut.copyUpperPart(network.graph, INPUT);
        network.addHead();
        return network.graph.build();
    }

    /** A network's output layer. */
    static OutputLayer output(ComputationGraphConfiguration network) {
        return (OutputLayer)
                ((LayerVertex) network.getVertices().get(OUTPUT)).getLayerConf().getLayer();
    }

    /**
     * The same network with the loss that is trained on, where that is none of Deeplearning4j's.
     *
     * @param weights of the loss, by label
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
                    .weightInit(initial(settings.activation()))
                    .activation(settings.batchNorm() ? Activation.IDENTITY : activation());
            if (settings.dropout() > 0) {
                // Deeplearning4j wants the share that is kept.
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

    /** The deviation that keeps the size of what flows through the layer. */
    private static WeightInit initial(Nonlinearity activation) {
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
