package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever a trial is made of: six epochs give the bits of two, a checkpoint, and four more from another trainer. */
class ExactResumeTest {
    private static final int EPOCHS = 6;
    /** The second schedule per rung is cut in the middle. */
    private static final List<Integer> RUNGS = List.of(1, 4, EPOCHS);

    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 12);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    static Stream<Arguments> features() {
        return Stream.of(
                of("constant", Map.of("optimizer", "sgd")),
                of(
                        "heavy ball and steps",
                        Map.of("momentum", 0.9, "nesterov", false, "schedule", "step", "step_epochs", 1L)),
                of("Nesterov and one cycle", Map.of("momentum", 0.9, "schedule", "one_cycle", "weight_decay", 0.01)),
                of("Adam, cosine, warm-up", Map.of("optimizer", "adam", "schedule", "cosine", "warmup_epochs", 2.5)),
                of("AdamW and triangles", Map.of("optimizer", "adamw", "weight_decay", 0.1, "schedule", "triangular")),
                of(
                        "warm restarts",
                        Map.of("optimizer", "adam", "schedule", "warm_restarts", "cycle_epochs", 1L, "layers", 0L)),
                of("clipping and smoothing", Map.of("gradient_clip", 0.5, "label_smoothing", 0.1, "dropout", 0.3)),
                of("focal loss and weights", Map.of("focal_gamma", 2.0, "class_weight", true, "activation", "gelu")),
                of(
                        "batch norm in the head",
                        Map.of("batch_norm", true, "layers", 2L, "activation", "selu", "momentum", 0.9)),
                of(
                        "early stopping",
                        Map.of("early_stopping", true, "patience", 3L, "learning_rate", 0.05, "optimizer", "adam")),
                of("an average of weights", Map.of("weight_average", 0.9, "batch_norm", true, "dropout", 0.2)),
                of(
                        "an average of weights with early stopping",
                        fine(Map.of(
                                "weight_average",
                                0.95,
                                "head_epochs",
                                1L,
                                "freeze_batch_norm",
                                false,
                                "early_stopping",
                                true))),
                of("the head first", fine(Map.of("head_epochs", 3L, "retrain_from", "stage2"))),
                of("a schedule per rung", fine(Map.of("schedule", "one_cycle", "schedule_span", "rung"))),
                of(
                        "fine-tuning all the time",
                        fine(Map.of(
                                "head_epochs", 0L, "block_rate_decay", 0.5, "early_stopping", true, "dropout", 0.2))),
                of(
                        "fine-tuning measures",
                        fine(Map.of("head_epochs", 1L, "freeze_batch_norm", false, "momentum", 0.9))),
                of("frozen part anew", fine(Map.of("head_epochs", 1L, "max_cache_gb", 0.0, "retrain_from", "block2"))),
                of("from scratch", Map.of("backbone", "none", "image_size", 16L, "filters", 4L, "dropout", 0.2)),
                of("images that change, are mixed and grow", changing()),
                of(
                        "a whole backbone on images that change and grow",
                        fine(Map.of(
                                "head_epochs",
                                0L,
                                "augmentation",
                                "product-photo",
                                "cutmix",
                                1.0,
                                "growing_epochs",
                                3L))),
                of(
                        "the upper part on images that change and grow",
                        fine(Map.of(
                                "head_epochs",
                                1L,
                                "retrain_from",
                                "block2",
                                "augmentation",
                                "light",
                                "mixup",
                                0.4,
                                "progressive_sizes",
                                Map.of("8", 2L, "12", 1L)))),
                of("one random change per image", trivial()),
                of("kept views of a frozen backbone", Map.of("augmentation", "light", "cached_views", 3L)),
                of(
                        "kept views below a cut",
                        fine(Map.of(
                                "head_epochs",
                                1L,
                                "retrain_from",
                                "block2",
                                "augmentation",
                                "product-photo",
                                "cached_views",
                                2L))));
    }

    private static Map<String, Object> changing() {
        Map<String, Object> all = new TreeMap<>(Map.of("backbone", "none", "image_size", 16L, "filters", 4L));
        all.putAll(Map.of("augmentation", "product-photo", "brightness", 0.2, "erasing", 0.5));
        all.putAll(Map.of("mixup", 0.4, "cutmix", 1.0, "global_pooling", true, "growing_epochs", 3L));
        return all;
    }

    private static Map<String, Object> trivial() {
        Map<String, Object> all = new TreeMap<>(Map.of("backbone", "none", "image_size", 16L, "filters", 4L));
        all.putAll(Map.of("augmentation", "trivial", "flip_horizontal", true, "erasing", 0.5));
        return all;
    }

    private static Arguments of(String name, Map<String, Object> given) {
        return Arguments.of(name, given);
    }

    private static Map<String, Object> fine(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(given);
        all.put("fine_tuning", true);
        all.putIfAbsent("optimizer", given.containsKey("momentum") ? "sgd" : "adam");
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void goesOnToTheBit(String name, Map<String, Object> given) throws Exception {
        goesOnToTheBit(given, ClassifierRevision.LATEST.number());
    }

    private static void goesOnToTheBit(Map<String, Object> given, int revision) throws Exception {
        Path folder = Files.createTempDirectory(work, "case");
        Path half = folder.resolve("half.zip");
        Path whole = folder.resolve("whole.zip");
        Path continued = folder.resolve("continued.zip");
        List<Map<String, Double>> expected;
        boolean done;
        try (Trainer trainer = create(given, revision)) {
            Trials.train(trainer, 0, 2);
            trainer.save(half);
            expected = Trials.train(trainer, 2, EPOCHS);
            done = trainer.isDone();
            trainer.save(whole);
        }
        // Whatever else the process computes in between must not matter.
        Nd4j.getRandom().setSeed(99);
        try (Trainer trainer = create(given, revision)) {
            trainer.restore(half, 2);
            assertThat(Trials.train(trainer, 2, EPOCHS)).isEqualTo(expected);
            assertThat(trainer.isDone()).isEqualTo(done);
            trainer.save(continued);
        }
        assertThat(entries(continued)).isEqualTo(entries(whole));
        assertThat(entries(half)).isNotEqualTo(entries(whole));
    }

    /** Studies of the first revision, in which epochs of the head count, resume as they did. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void goesOnToTheBitInStudiesOfTheFirstRevision(long headEpochs) throws Exception {
        goesOnToTheBit(fine(Map.of("head_epochs", headEpochs, "retrain_from", "stage2")), 1);
    }

    private static Trainer create(Map<String, Object> given, int revision) throws Exception {
        Map<String, Object> all = new TreeMap<>(
                Map.of("backbone", backbone.toString(), "learning_rate", 0.01, "batch_size", 7L, "hidden_size", 8L));
        all.putAll(given);
        return Trials.create(work, Trials.settings(data, all), 5, RUNGS, revision);
    }

    /** SHA-256 of everything in a model's file. */
    private static Map<String, String> entries(Path model) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile file = new ZipFile(model.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                entries.put(
                        entry.getName(), Sha256.of(file.getInputStream(entry).readAllBytes()));
            }
        }
        return entries;
    }
}
