package dev.sextant.benchmarks.training;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.layer.CachedForward;
import dev.sextant.worker.image.optimize.Optimizer;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.ScheduleSettings;
import dev.sextant.worker.image.optimize.WeightBlock;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Measures in one process: prints one line {@code kind variant=images per second} per variant. */
public final class Rates {
    static final String MARK = "rate: ";

    private static final int CLASSES = 20;
    private static final String HELPERS_OFF = "org.eclipse.deeplearning4j.helpers.disable";

    private Rates() {}

    /** A network and the optimizer that trains it. */
    private record Trained(ComputationGraph network, Optimizer optimizer) {
        void step(INDArray inputs, INDArray labels) {
            network.setInputs(inputs);
            network.setLabels(labels);
            network.computeGradientAndScore();
            network.clear();
            network.clearLayersStates();
            optimizer.step((int) inputs.size(0), 1e-4);
        }

        void ask(INDArray inputs) {
            network.outputSingle(inputs).close();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        int size = Integer.parseInt(options.getOrDefault("size", "128"));
        int batch = Integer.parseInt(options.getOrDefault("batch", "32"));
        int steps = Integer.parseInt(options.getOrDefault("steps", "6"));
        File zip = new File(options.get("backbone"));
        Nd4j.getRandom().setSeed(1);
        INDArray inputs = Nd4j.rand(batch, 3, size, size);
        INDArray labels = Nd4j.zeros(batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        Map<String, Trained> variants = new LinkedHashMap<>();
        System.setProperty(HELPERS_OFF, "true");
        if (!options.containsKey("only")) {
            variants.put("without onednn", load(zip, size, false));
        }
        System.setProperty(HELPERS_OFF, "false");
        variants.put("onednn", load(zip, size, false));
        variants.put("onednn, sums kept", load(zip, size, true));
        variants.forEach((name, trained) -> {
            // Too slow to be repeated.
            int times = name.startsWith("without") ? 1 : steps;
            trained.step(inputs, labels);
            trained.ask(inputs);
            System.out.println(MARK + "train " + name + "=" + rate(times, batch, () -> trained.step(inputs, labels)));
            System.out.println(MARK + "forward " + name + "=" + rate(times, batch, () -> trained.ask(inputs)));
        });
    }

    private static double rate(int times, int batch, Runnable step) {
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        return times * batch * 1e9 / (System.nanoTime() - begin);
    }

    private static Trained load(File zip, int size, boolean caches) throws IOException {
        ComputationGraph pretrained = ModelSerializer.restoreComputationGraph(zip, false);
        String features = pretrained.getConfiguration().getNetworkOutputs().get(0);
        long width = pretrained.outputSingle(Nd4j.zeros(1, 3, size, size)).size(1);
        ComputationGraph whole = new TransferLearning.GraphBuilder(pretrained)
                .addLayer(
                        "classes",
                        new OutputLayer.Builder()
                                .nIn(width)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        features)
                .setOutputs("classes")
                .build();
        ComputationGraphConfiguration configuration =
                caches ? CachedForward.withFasterLayers(whole.getConfiguration()) : whole.getConfiguration();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init(whole.params(), true);
        network.initGradientsView();
        OptimizerSettings settings = OptimizerSettings.of(Settings.withDefaults(
                Stream.concat(OptimizerSettings.DECLARED.stream(), ScheduleSettings.DECLARED.stream())
                        .toList(),
                Map.of("momentum", 0.9, "weight_decay", 1e-4)));
        List<WeightBlock> blocks = List.of(new WeightBlock(0, network.numParams(), WeightBlock.Use.TRAINED, 1, true));
        return new Trained(network, new Optimizer(settings, blocks, network.params(), network.getGradientsViewArray()));
    }
}
