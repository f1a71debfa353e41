package dev.sextant.worker.image.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.train.ModelFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
    void measuresTheSameAsTheTrial(Map<String, Object> given) throws Exception {
        Path model = Files.createTempDirectory(work, "model").resolve("model.zip");
        Settings settings = settings(given);
        Map<String, Double> metrics = trained(settings, model);
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            assertThat(classifier.classes()).containsExactly("circle", "cross", "square");
            assertThat(classifier.epoch()).isEqualTo(3);
            Evaluation evaluation = classifier
                    .predictions(SavedClassifier.EvaluationSet.VALIDATION, 1)
                    .evaluation();
            assertThat(evaluation.accuracy()).isEqualTo(metrics.get("accuracy"));
            assertThat(evaluation.logLoss()).isCloseTo(metrics.get("loss"), within(1e-4));
            assertThat(evaluation.auc()).isCloseTo(metrics.get("auc"), within(1e-3));
        }
    }

    @Test
    void classifiesFilesInTheirOrderAndNamesUnreadableOnes() throws Exception {
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
    void averagesViewsOfWhichTheFirstIsTheImageItself() throws Exception {
        Path model = work.resolve("viewed.zip");
        Settings settings = settings(Map.of("fine_tuning", false));
        trained(settings, model);
        List<Path> image = List.of(data.resolve("cross/000.png"));
        List<float[]> byViews = new ArrayList<>();
        for (int views = 1; views <= 3; views++) {
            try (SavedClassifier classifier = SavedClassifier.read(model, settings.values(), views)) {
                classifier.predict(image, prediction -> byViews.add(prediction.probabilities()));
            }
        }
        Path mirrored = work.resolve("mirrored.png");
        BufferedImage picture = ImageIO.read(image.get(0).toFile());
        BufferedImage mirror = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
        mirror.createGraphics().drawImage(picture, 20, 0, -20, 24, null);
        ImageIO.write(mirror, "png", mirrored.toFile());
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            classifier.predict(List.of(mirrored), prediction -> byViews.add(prediction.probabilities()));
        }
        for (int label = 0; label < 3; label++) {
            float mean = (byViews.get(0)[label] + byViews.get(3)[label]) / 2;
            assertThat(byViews.get(1)[label]).isCloseTo(mean, within(1e-3f));
        }
        assertThat(byViews.get(2)).isNotEqualTo(byViews.get(1));
        assertThatThrownBy(() -> SavedClassifier.read(model, settings.values(), 13))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Number of views must be at most 12");
    }

    @Test
    void measuresOnImagesOfAnotherFolder() throws Exception {
        Path model = work.resolve("measured.zip");
        Settings settings = settings(Map.of("fine_tuning", false));
        trained(settings, model);
        Path others = Files.createDirectories(work.resolve("others/cross"));
        Files.copy(data.resolve("cross/000.png"), others.resolve("b.png"));
        Files.copy(data.resolve("cross/001.png"), others.resolve("a.png"));
        Files.writeString(others.resolve("notes.txt"), "no image");
        Files.writeString(others.resolve(".hidden"), "no image");
        List<String> unreadable = new ArrayList<>();
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            Predictions predictions = classifier.predictions(work.resolve("others"), unreadable::add);
            assertThat(predictions.images())
                    .extracting(Predictions.Image::path)
                    .containsExactly("cross/a.png", "cross/b.png");
            assertThat(predictions.images())
                    .extracting(Predictions.Image::label)
                    .containsOnly(1);
            assertThat(unreadable).singleElement().asString().startsWith("cross/notes.txt is not an image");
            Files.createDirectories(work.resolve("others/triangle"));
            assertThatThrownBy(() -> classifier.predictions(work.resolve("others"), unreadable::add))
                    .hasMessageContaining("a folder triangle that is not named after a class");
            assertThatThrownBy(() -> classifier.predictions(SavedClassifier.EvaluationSet.TEST, 1))
                    .hasMessageContaining("has no test part");
        }
    }

    @Test
    void cardDescribesTheInputOfTheWrittenNetwork() throws Exception {
        Path model = work.resolve("carded.zip");
        Settings settings = settings(Map.of("fine_tuning", false, "resize", "pad"));
        trained(settings, model);
        try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
            assertThat(classifier.card())
                    .isEqualTo(new ModelCard(
                            16,
                            3,
                            "RGB",
                            "NCHW",
                            "pad",
                            1 / 255.0,
                            List.of(0.5, 0.5, 0.5),
                            List.of(0.25, 0.25, 0.25),
                            List.of("circle", "cross", "square")));
            assertThat(classifier.card().json()).contains("\"mean\" : [ 0.5, 0.5, 0.5 ]", "\"image_size\" : 16");
        }
    }

    @Test
    void refusesOtherDataOrBackbonesThanItWasTrainedWith() throws Exception {
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
                .hasMessageContaining("is not a checkpoint of the trainer image-classifier");
    }

    /** Checkpoints of earlier releases hold the weights of the best epoch, if early stopping was on. */
    @Test
    void usesTheBestWeightsInACheckpointOfAnEarlierRelease() throws Exception {
        Path best = work.resolve("best.zip");
        Path last = work.resolve("last.zip");
        Path resumed = work.resolve("resumed.zip");
        Settings settings = settings(Map.of("fine_tuning", false, "early_stopping", true, "learning_rate", 1e-9));
        try (Trainer trainer = Trials.create(work, settings, 6, "cpu", 4)) {
            Trials.train(trainer, 0, 1);
            trainer.save(best);
            Trials.train(trainer, 1, 3);
            trainer.save(last);
        }
        assertThat(ModelFile.epoch(last)).isEqualTo(3);
        try (FileSystem zip = FileSystems.newFileSystem(last);
                FileSystem ofBest = FileSystems.newFileSystem(best)) {
            Files.copy(ofBest.getPath("coefficients.bin"), zip.getPath("sextant-best.bin"));
        }
        try (Trainer trainer = Trials.create(work, settings, 6, "cpu", 4)) {
            trainer.restore(last, 3);
            Trials.train(trainer, 3, 4);
            trainer.save(resumed);
        }
        List<float[]> answers = new ArrayList<>();
        for (Path model : List.of(best, last, resumed)) {
            try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
                assertThat(classifier.epoch()).isEqualTo(1);
                classifier.predict(
                        List.of(data.resolve("cross/000.png")), prediction -> answers.add(prediction.probabilities()));
            }
        }
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
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
