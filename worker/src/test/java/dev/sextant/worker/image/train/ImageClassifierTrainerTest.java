package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.Continuation;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTrainerTest {
    private static final int SEED = 11;

    @TempDir
    static Path work;

    private static Path data;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 40);
    }

    @Test
    void learnsToTellShapesApart() throws Exception {
        Map<String, Object> given =
                scratch(Map.of("optimizer", "adam", "learning_rate", 0.003, "filters", 8L, "hidden_size", 32L));
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), SEED)) {
            List<Map<String, Double>> metrics = Trials.train(trainer, 0, 8);
            Set<String> reported = new HashSet<>(new ImageClassifierFactory().metrics());
            reported.addAll(Set.of("learning_rate", "image_size"));
            assertThat(metrics.get(0)).containsOnlyKeys(reported);
            assertThat(metrics.get(7).get("accuracy")).isGreaterThan(0.8);
            assertThat(metrics.get(7).get("auc")).isGreaterThan(0.9);
            assertThat(metrics.get(7).get("train_loss"))
                    .isLessThan(metrics.get(0).get("train_loss"));
        }
    }

    @Test
    void resumesInANewProcessToTheBit() throws Exception {
        assertResumesToTheBit(
                "scratch",
                scratch(Map.of(
                        "optimizer",
                        "adam",
                        "dropout",
                        0.3,
                        "class_weight",
                        true,
                        "weight_decay",
                        0.01,
                        "layers",
                        2L)));
    }

    @Test
    void resumesWithAugmentedMixedAndGrowingImagesToTheBit() throws Exception {
        assertResumesToTheBit(
                "augmented",
                scratch(Map.of(
                        "optimizer",
                        "adam",
                        "augmentation",
                        "product-photo",
                        "brightness",
                        0.2,
                        "erasing",
                        0.5,
                        "mixup",
                        0.4,
                        "cutmix",
                        1.0,
                        "global_pooling",
                        true,
                        "growing_epochs",
                        3L)));
    }

    @Test
    void resumesOnAFrozenBackboneToTheBit() throws Exception {
        assertResumesToTheBit(
                "frozen",
                Map.of(
                        "backbone",
                        backbone().toString(),
                        "image_size",
                        16L,
                        "preprocessing",
                        "unit",
                        "momentum",
                        0.9,
                        "dropout",
                        0.2,
                        "batch_size",
                        7L));
    }

    private static void assertResumesToTheBit(String name, Map<String, Object> given) throws Exception {
        Path folder = Files.createDirectory(work.resolve(name));
        Path half = folder.resolve("half.zip");
        Path whole = folder.resolve("whole.zip");
        Path continued = folder.resolve("continued.zip");
        Path metrics = folder.resolve("metrics");
        List<Map<String, Double>> expected;
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), SEED)) {
            Trials.train(trainer, 0, 2);
            trainer.save(half);
            expected = Trials.train(trainer, 2, 4);
            trainer.save(whole);
        }
        Continuation.run(
                work.resolve(name + "-other").toString(),
                data.toString(),
                new ObjectMapper().writeValueAsString(given),
                String.valueOf(SEED),
                half.toString(),
                "2",
                "4",
                continued.toString(),
                metrics.toString());
        assertThat(Files.readString(metrics)).isEqualTo(expected.toString());
        assertThat(state(continued)).isEqualTo(state(whole)).isNotEqualTo(state(half));
    }

    /** Hashes of the weights, the optimizer and the best weights, if present. */
    private static Map<String, String> state(Path zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".bin")) {
                    entries.put(
                            entry.getName(),
                            Sha256.of(file.getInputStream(entry).readAllBytes()));
                }
            }
        }
        assertThat(entries).containsKeys("coefficients.bin", "sextant-optimizer.bin");
        return entries;
    }

    @Test
    void rejectsACheckpointOfOtherImages() throws Exception {
        Path fewer = DrawnImages.draw(work.resolve("fewer"), 6);
        Path checkpoint = work.resolve("changed.zip");
        Map<String, Object> given = scratch(Map.of());
        try (Trainer trainer = Trials.create(work, Trials.settings(fewer, given), SEED)) {
            Trials.train(trainer, 0, 1);
            trainer.save(checkpoint);
        }
        Files.delete(fewer.resolve("circle/003.png"));
        try (Trainer trainer = Trials.create(work, Trials.settings(fewer, given), SEED)) {
            assertThatThrownBy(() -> trainer.restore(checkpoint, 1))
                    .isInstanceOf(TrainingFailure.class)
                    .hasMessageContaining("changed since epoch 1");
            assertThatThrownBy(() -> trainer.restore(checkpoint, 2))
                    .isInstanceOf(TrainingFailure.class)
                    .hasMessageContaining("is of epoch 1, expected epoch 2");
        }
    }

    @Test
    void rejectsGrowingImagesForAFixedInputSize() {
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, scratch(Map.of("growing_epochs", 2L))), 1))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("growing_epochs asks for images of 8 and 16 pixels, but the network accepts "
                        + "one size only; set global_pooling: true");
    }

    @Test
    void trainsTheSameForTheSameSeedOnly() throws Exception {
        Map<String, Object> given = scratch(Map.of("dropout", 0.5));
        assertThat(firstEpoch(given, 5)).isEqualTo(firstEpoch(given, 5)).isNotEqualTo(firstEpoch(given, 6));
    }

    private static Map<String, Double> firstEpoch(Map<String, Object> given, long seed) throws Exception {
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), seed)) {
            return trainer.train(1);
        }
    }

    @Test
    void reportsTheStepAtWhichTheLossDiverged() throws Exception {
        Map<String, Object> given = scratch(Map.of(
                "optimizer",
                "sgd",
                "schedule",
                "constant",
                "weight_decay",
                0.0,
                "learning_rate",
                100.0,
                "momentum",
                0.99,
                "layers",
                3L));
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), SEED)) {
            assertThatThrownBy(() -> Trials.train(trainer, 0, 8))
                    .isInstanceOf(TrainingFailure.class)
                    .hasMessageContaining("learning_rate")
                    .asInstanceOf(type(TrainingFailure.class))
                    .extracting(TrainingFailure::kind)
                    .isEqualTo(FailureKind.DIVERGED);
        }
    }

    @Test
    void stopsBetweenBatchesWhenInterrupted() throws Exception {
        try (Trainer trainer = Trials.create(work, Trials.settings(data, scratch(Map.of())), SEED)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> trainer.train(1)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void rejectsAMissingGpu() {
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, scratch(Map.of())), SEED, "gpu 0 (A)"))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("gpu 0 (A)")
                .hasMessageContaining("gpus_per_trial");
    }

    @Test
    void reportsWhatABackboneWithoutACardNeeds() throws Exception {
        Map<String, Object> given = Map.of("backbone", backbone().toString(), "image_size", 16L);
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, given), SEED))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("preprocessing is required");
    }

    @Test
    void trainsConvolutionsWithOneDnn() {
        assertThat(NativeHelpers.inUse()).startsWith("onednn");
        assertThat(BaseMKLDNNHelper.mklDnnEnabled()).isTrue();
    }

    private static Map<String, Object> scratch(Map<String, Object> more) {
        Map<String, Object> given = new TreeMap<>(Map.of("image_size", 16L, "filters", 4L, "hidden_size", 16L));
        given.put("batch_size", 8L);
        given.putAll(more);
        return given;
    }

    /** A random convolution, the smallest network that accepts images. */
    private static Path backbone() throws IOException {
        Path zip = work.resolve("random.zip");
        if (!Files.exists(zip)) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(5)
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(12).build())
                    .layer(new GlobalPoolingLayer.Builder().build())
                    .setInputType(InputType.convolutional(16, 16, 3))
                    .build());
            network.init();
            ModelSerializer.writeModel(network, zip.toFile(), false);
        }
        return zip;
    }
}
