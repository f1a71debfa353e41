package dev.sextant.worker.image.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials of several backbones on one host. */
class FeaturesOfBackbonesTest {
    @TempDir
    Path work;

    private Path data;
    private Path backbone;

    @BeforeEach
    void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 8);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    /** Copies the file under another name, with another card. */
    private Path copy(String name, String card) throws IOException {
        Path copy = Files.copy(backbone, backbone.resolveSibling(name + ".zip"));
        Files.writeString(backbone.resolveSibling(name + ".card.json"), card);
        return copy;
    }

    private Map<String, Double> epoch(Path network) throws Exception {
        Settings settings = Trials.settings(data, new TreeMap<>(Map.of("backbone", network.toString())));
        try (Trainer trainer = Trials.create(work, settings, 5)) {
            return Trials.train(trainer, 0, 1).get(0);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(work.resolve("cache/features"))) {
            return files.filter(file -> !file.toString().endsWith(".lock")).toList();
        }
    }

    @Test
    void areSharedByCopiesOfABackbone() throws Exception {
        Path twin = copy("twin", Files.readString(backbone.resolveSibling("residual.card.json")));
        assertThat(epoch(backbone)).isEqualTo(epoch(twin));
        assertThat(files()).hasSize(1);
    }

    @Test
    void areNotSharedByBackbonesWithDifferentPreprocessing() throws Exception {
        String card = Files.readString(backbone.resolveSibling("residual.card.json"));
        Path brighter = copy("brighter", card.replace("[0.5]", "[0.1]"));
        Path larger = copy("larger", card.replace("\"image_size\": 16", "\"image_size\": 24"));
        assertThat(List.of(epoch(backbone), epoch(brighter), epoch(larger))).doesNotHaveDuplicates();
        assertThat(files()).hasSize(3);
    }

    /** One file with two cards that differ in the output layer only. */
    @Test
    void areNotSharedByCardsWithDifferentOutputLayers() throws Exception {
        Path whole = work.resolve("backbones/whole.zip");
        ModelSerializer.writeModel(twoPools(), whole.toFile(), false);
        Path lower = Files.copy(whole, whole.resolveSibling("lower.zip"));
        for (Path network : List.of(whole, lower)) {
            String name = network.getFileName().toString().replace(".zip", "");
            Files.writeString(
                    network.resolveSibling(name + ".card.json"),
                    """
                    {"image_size": 16, "scale": 0.0039, "mean": [0.5], "std": [0.25], "output": "%s"}
                    """
                            .formatted(name));
        }
        assertThat(epoch(whole)).isNotEqualTo(epoch(lower));
        assertThat(files()).hasSize(2);
    }

    private static ComputationGraph twoPools() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(16, 16, 3))
                .addLayer("first", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
                .addLayer("second", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "first")
                .addLayer("lower", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "first")
                .addLayer("upper", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "second")
                .addVertex("whole", new MergeVertex(), "lower", "upper")
                .setOutputs("whole")
                .build());
        network.init();
        return network;
    }
}
