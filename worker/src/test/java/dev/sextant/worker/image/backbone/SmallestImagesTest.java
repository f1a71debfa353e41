package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image sizes for a network of two 7 × 7 convolutions without padding: at least 13 pixels, of which one is left. */
class SmallestImagesTest {
    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void write() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 8);
        backbone = work.resolve("wide.zip");
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(20, 20, 3))
                .addLayer("first", new ConvolutionLayer.Builder(7, 7).nOut(4).build(), "input")
                .addLayer("second", new ConvolutionLayer.Builder(7, 7).nOut(4).build(), "first")
                .addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "second")
                .setOutputs("features")
                .build());
        network.init();
        ModelSerializer.writeModel(network, backbone.toFile(), false);
        Files.writeString(
                work.resolve("wide.card.json"),
                "{\"image_size\": 20, \"scale\": 0.0039, \"mean\": [0.5], \"std\": [0.25]}");
    }

    private static List<SettingProblem> problems(Map<String, Object> given, Parameter... searched) {
        return new ImageClassifierFactory().checkSearched(Trials.settings(data, given), List.of(searched));
    }

    @Test
    void tooSmallImagesAreFoundByTheCheck() {
        String network = backbone.toString();
        assertThat(problems(Map.of("backbone", network, "image_size", 12L)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.setting()).isEqualTo("image_size");
                    assertThat(problem.message())
                            .startsWith("(12) does not fit the backbone ")
                            .contains("which was trained on 20 pixels: one of its layers would get maps "
                                    + "without any pixel")
                            .endsWith("; use a larger size");
                });
        assertThat(problems(Map.of("backbone", network, "image_size", 13L))).isEmpty();
        assertThat(problems(Map.of("backbone", network))).isEmpty();
        assertThat(problems(
                        Map.of("backbone", network),
                        new OrdinalParameter("image_size", List.of(20L, 12L, 10L), Optional.empty())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("(10) does not fit"));
        assertThat(problems(
                        Map.of("backbone", network),
                        new IntegerParameter("image_size", 11, 20, Scale.LINEAR, Optional.empty())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("(11) does not fit"));
    }

    @Test
    void aTrialWithTooSmallImagesFailsAndOneWithTheSmallestTrains() throws Exception {
        Map<String, Object> given = Map.of("backbone", backbone.toString(), "image_size", 12L);
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, given), 1))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("image_size (12) does not fit the backbone");
        try (var trainer = Trials.create(
                work, Trials.settings(data, Map.of("backbone", backbone.toString(), "image_size", 13L)), 1)) {
            assertThat(Trials.train(trainer, 0, 1)).hasSize(1);
        }
    }
}
