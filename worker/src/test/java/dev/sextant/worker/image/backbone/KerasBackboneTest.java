package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.inference.SavedClassifier;
import dev.sextant.worker.image.input.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Keras network works as a backbone like one of Deeplearning4j. */
class KerasBackboneTest {
    private static final Path FILE = Path.of("src/test/resources/keras/residual.h5");

    @TempDir
    static Path work;

    private static Path data;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 16);
    }

    private static Map<String, Object> settings(Path backbone) {
        return new TreeMap<>(Map.of(
                "backbone",
                backbone.toAbsolutePath().toString(),
                "preprocessing",
                "symmetric",
                "fine_tuning",
                true,
                "retrain_from",
                "block2_depthwise",
                "head_epochs",
                1L));
    }

    @Test
    void isCutAtALayerAndFineTunedAndResumed() throws Exception {
        Map<String, Object> given = settings(FILE);
        Path half = work.resolve("half.zip");
        Path whole = work.resolve("whole.zip");
        List<Map<String, Double>> metrics;
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), 3, "cpu", 4)) {
            Trials.train(trainer, 0, 2);
            trainer.save(half);
            metrics = Trials.train(trainer, 2, 4);
            trainer.save(whole);
        }
        ComputationGraph upper = ModelSerializer.restoreComputationGraph(whole.toFile(), false);
        assertThat(upper.getVertex("stem_conv")).isNull();
        assertThat(upper.getVertex("block2_depthwise")).isNotNull();
        assertThat(upper.getLayer("block2_depthwise").getParam("W"))
                .isNotEqualTo(ModelSerializer.restoreComputationGraph(half.toFile(), false)
                        .getLayer("block2_depthwise")
                        .getParam("W"));
        try (Trainer again = Trials.create(work, Trials.settings(data, given), 3, "cpu", 4)) {
            again.restore(half, 2);
            assertThat(Trials.train(again, 2, 4)).isEqualTo(metrics);
        }
        try (SavedClassifier classifier =
                SavedClassifier.read(whole, Trials.settings(data, given).values())) {
            assertThat(classifier
                            .predictions(SavedClassifier.EvaluationSet.VALIDATION, 1)
                            .evaluation()
                            .accuracy())
                    .isEqualTo(metrics.get(1).get("accuracy"));
        }
    }

    @Test
    void saysWhichSettingIsMissing() {
        Map<String, Object> given = settings(FILE);
        given.remove("preprocessing");
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, given), 3, "cpu", 4))
                .hasMessageContaining("preprocessing")
                .hasMessageContaining("set it, or add the card");
        given.put("backbone", FILE.resolveSibling("foreign.h5").toAbsolutePath().toString());
        List<SettingProblem> problems = new ImageClassifierFactory().check(Trials.settings(data, given));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("norm (LayerNormalization)");
    }

    @Test
    void isAddedAsAZipWithACard() throws Exception {
        BackboneRepository repository = new BackboneRepository(work.resolve("repository"));
        BackboneImport incomplete = new BackboneImport(
                FILE, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), "", "");
        assertThatThrownBy(() -> incomplete.addTo(repository, "small"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--preprocessing, one of unit, symmetric");
        BackboneImport complete = new BackboneImport(
                FILE,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of("tf"),
                Optional.of("block2_join"),
                "us",
                "MIT");
        BackboneRepository.Entry entry = complete.addTo(repository, "small");
        assertThat(entry.imageSize()).isEqualTo(16);
        assertThat(entry.licence()).isEqualTo("MIT");
        // Adding it again is not an error.
        assertThat(complete.addTo(repository, "small")).isEqualTo(entry);
        String card = Files.readString(repository.folder().resolve("small.card.json"));
        assertThat(card).contains("\"converted_from\"", Sha256.of(FILE));
        Backbone zip = Backbone.read(repository.find("small").orElseThrow().toString());
        assertThat(zip.card().orElseThrow().preprocessing()).isEqualTo(Preprocessing.named("symmetric"));
        assertThat(zip.layout(true).order()).endsWith("block2_join", "features").doesNotContain("flatten", "fc");
    }

    @Test
    void usesTheCardBesideIt() throws Exception {
        Path folder = Files.createDirectories(work.resolve("beside"));
        Path copy = Files.copy(FILE, folder.resolve("net.h5"));
        Path card = folder.resolve("net.card.json");
        Files.writeString(
                card,
                "{\"image_size\": 24, \"scale\": 1, \"mean\": [0], \"std\": [1], \"output\": \"block2_join\", "
                        + "\"blocks\": {\"top\": \"block2\"}, \"sha256\": \"" + Sha256.of(FILE)
                        + "\"}");
        Backbone backbone = Backbone.read(copy.toString());
        assertThat(backbone.imageSize()).isEqualTo(OptionalInt.of(24));
        assertThat(backbone.layout(true).order()).endsWith("block2_join", "features");
        assertThat(backbone.layout(true).cutBefore(Optional.of("top")).below()).contains("block1_pool");
        Path damaged = Files.copy(FILE.resolveSibling("sequential.h5"), folder.resolve("other.h5"));
        Files.copy(card, folder.resolve("other.card.json"));
        assertThatThrownBy(() -> Backbone.read(damaged.toString()))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("as its card says");
    }
}
