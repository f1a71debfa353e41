package dev.sextant.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SavedClassifierTest {
    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 16);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    static Stream<Map<String, Object>> kinds() {
        return Stream.of(
                Map.of("backbone", "none", "image_size", 16L, "filters", 4L),
                Map.of("fine_tuning", false, "batch_norm", true),
                Map.of("fine_tuning", true, "retrain_from", "stage2", "head_epochs", 1L),
                Map.of("fine_tuning", true, "head_epochs", 0L, "freeze_batch_norm", false, "focal_gamma", 2.0));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void measuresWhatTheTrialMeasured(Map<String, Object> given) throws Exception {
        Path model = Files.createTempDirectory(work, "model").resolve("model.zip");
        Settings settings = settings(given);
        Map<String, Double> metrics = trained(settings, model);
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            assertThat(classifier.classes()).containsExactly("circle", "cross", "square");
            assertThat(classifier.epoch()).isEqualTo(3);
            Evaluation evaluation = classifier.evaluate(1);
            assertThat(evaluation.accuracy()).isEqualTo(metrics.get("accuracy"));
            assertThat(evaluation.logLoss()).isCloseTo(metrics.get("loss"), within(1e-4));
            assertThat(evaluation.auc()).isCloseTo(metrics.get("auc"), within(1e-3));
        }
    }

    @Test
    void classifiesFilesInTheirOrderAndNamesTheUnreadable() throws Exception {
        Path model = work.resolve("predicting.zip");
        Settings settings = settings(Map.of("retrain_from", "stage2", "fine_tuning", true, "head_epochs", 1L));
        trained(settings, model);
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(data.resolve("cross").resolve(String.format("%03d.png", i % 16)));
        }
        images.set(7, Files.writeString(work.resolve("not.png"), "no image"));
        List<SavedClassifier.Prediction> predictions = new ArrayList<>();
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            classifier.predict(images, predictions::add);
            Path zip = work.resolve("whole.zip");
            classifier.write(zip);
            ComputationGraph whole = ModelSerializer.restoreComputationGraph(zip.toFile(), false);
            try (INDArray inputs = Nd4j.rand(2, 3, 16, 16)) {
                assertThat(whole.outputSingle(inputs).sum(1).toDoubleVector())
                        .containsExactly(new double[] {1, 1}, within(1e-5));
            }
        }
        assertThat(predictions).extracting(SavedClassifier.Prediction::image).containsExactly(range(40));
        assertThat(predictions.get(7).problem())
                .hasValueSatisfying(why -> assertThat(why).contains("not an image"));
        assertThat(predictions.get(7).probabilities()).isEmpty();
        assertThat(predictions.get(39).probabilities())
                .containsExactly(predictions.get(23).probabilities(), within(1e-6f));
        assertThat(predictions.get(0).probabilities()).hasSize(3);
    }

    private static Integer[] range(int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).toArray(Integer[]::new);
    }

    @Test
    void refusesWhatItWasNotTrainedWith() throws Exception {
        Path model = work.resolve("other.zip");
        Settings settings = settings(Map.of("fine_tuning", false));
        trained(settings, model);
        Path other = work.resolve("other-backbone.zip");
        ComputationGraph network = ResidualBackbone.network();
        network.params().muli(1.01);
        ModelSerializer.writeModel(network, other.toFile(), false);
        Map<String, Object> changed = new TreeMap<>(settings.values());
        changed.put("backbone", other.toString());
        assertThatThrownBy(() -> SavedClassifier.read(model, changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the one that the model was trained with");
        assertThatThrownBy(() -> SavedClassifier.read(backbone, settings.values()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not written by the trainer image-classifier");
    }

    private static Map<String, Double> trained(Settings settings, Path model) throws Exception {
        try (Trainer trainer = Trials.create(work, settings, 6, "cpu", 3)) {
            List<Map<String, Double>> metrics = Trials.train(trainer, 0, 3);
            trainer.save(model);
            return metrics.get(2);
        }
    }

    private static Settings settings(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "backbone", backbone.toString(), "optimizer", "adam", "learning_rate", 0.005, "hidden_size", 8L));
        all.putAll(given);
        return Trials.settings(data, all);
    }
}
