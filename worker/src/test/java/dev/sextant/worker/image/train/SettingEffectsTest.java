package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Effects;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the settings declare about when they matter: where one does not, trials that differ in it alone give the same
 * bits; where it does, they differ.
 */
class SettingEffectsTest {
    private static final int EPOCHS = 4;

    /** Two values of each setting that has a condition, to change from one to the other. */
    private static final Map<String, List<Object>> VALUES = new TreeMap<>();

    static {
        values("validation_share", 0.2, 0.5);
        values("fold", 1L, 2L);
        values("channels", "auto", "grey");
        values("filters", 4L, 5L);
        values("global_pooling", false, true);
        values("hidden_size", 8L, 9L);
        values("activation", "relu", "tanh");
        values("batch_norm", false, true);
        values("momentum", 0.9, 0.5);
        values("nesterov", true, false);
        values("patience", 1L, 9L);
        values("step_epochs", 1L, 2L);
        values("step_factor", 0.1, 0.5);
        values("schedule_floor", 0.0, 0.3);
        values("cycle_rise", 0.3, 0.6);
        values("cycle_epochs", 2L, 3L);
        values("cycle_factor", 2L, 1L);
        values("fine_tuning", false, true);
        values("retrain_from", "all", "block2");
        values("head_epochs", 1L, 2L);
        values("fine_tuning_rate", 0.1, 0.3);
        values("block_rate_decay", 1.0, 0.5);
        values("freeze_batch_norm", true, false);
        values("max_cache_gb", 4.0, 0.0);
        values("progressive_sizes", Map.of("8", 2L), Map.of("12", 1L));
        values("growing_epochs", 0L, 2L);
        values("first_size", 8L, 12L);
        values("augmentation", "none", "light");
        values("rotation", 20.0, 40.0);
        values("shift", 0.1, 0.2);
        values("shear", 0.1, 0.2);
        values("zoom_min", 0.6, 0.7);
        values("zoom_max", 1.4, 1.6);
        values("flip_horizontal", true, false);
        values("flip_vertical", true, false);
        values("crop", 0.5, 0.7);
        values("brightness", 0.2, 0.3);
        values("contrast", 0.2, 0.3);
        values("saturation", 0.2, 0.3);
        values("erasing", 1.0, 0.5);
        values("fill_mode", "nearest", "constant");
        values("mixup", 0.0, 0.4);
        values("cutmix", 0.0, 1.0);
        values("cached_views", 0L, 3L);
    }

    private static void values(String setting, Object one, Object other) {
        VALUES.put(setting, List.of(one, other));
    }

    /** Settings that may matter, by what they declare, but leave some trials as they are. */
    private static final Map<String, Set<String>> EXCUSED = Map.of(
            // Whether activations are cached or computed again is a matter of time.
            "max_cache_gb", Set.of("the upper part of a backbone"),
            // Mixing needs images, and these trials train on cached views.
            "mixup", Set.of("cached views below a cut"),
            "cutmix", Set.of("cached views below a cut"));

    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 8);
        // Fewer squares, so that the weights of the classes differ.
        for (int image = 5; image < 8; image++) {
            Files.delete(data.resolve("square").resolve(String.format("%03d.png", image)));
        }
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    static Stream<Arguments> trials() {
        return Stream.of(
                trial("from scratch", "backbone", "none", "global_pooling", true),
                trial("from scratch with sgd", "backbone", "/folder/none", "optimizer", "sgd", "schedule", "cosine"),
                trial("a frozen backbone"),
                trial("a linear head", "layers", 0L, "schedule", "step", "optimizer", "adam", "folds", 3L),
                trial("sgd without momentum", "optimizer", "sgd", "momentum", 0.0, "schedule", "triangular"),
                trial("no steps", "optimizer", "sgd", "schedule", "step", "step_factor", 1.0, "early_stopping", true),
                trial("cached views", "augmentation", "light", "cached_views", 2L, "schedule", "warm_restarts"),
                trial("cached views without changes", "cached_views", 2L),
                trial("a policy without views", "augmentation", "product-photo"),
                trial("a whole backbone", "fine_tuning", true, "augmentation", "light"),
                trial("the upper part of a backbone", "fine_tuning", true, "retrain_from", "block2"),
                trial(
                        "cached views below a cut",
                        "fine_tuning",
                        true,
                        "retrain_from",
                        "block2",
                        "augmentation",
                        "product-photo",
                        "cached_views",
                        2L),
                trial(
                        "growing images",
                        "fine_tuning",
                        true,
                        "head_epochs",
                        0L,
                        "growing_epochs",
                        2L,
                        "rotation",
                        30.0));
    }

    private static Arguments trial(String name, Object... namesAndValues) {
        Map<String, Object> given = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Arguments.of(name, given);
    }

    @Test
    void everyConditionIsTried() {
        Set<String> conditional = new TreeSet<>();
        ClassifierSettings.DECLARED.stream()
                .filter(setting -> !setting.mattersWhen().isEmpty())
                .forEach(setting -> conditional.add(setting.name()));
        assertThat(VALUES.keySet()).isEqualTo(conditional);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trials")
    void settingsMatterWhereTheySaySo(String name, Map<String, Object> given) throws Exception {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "data", data.toString(),
                "backbone", backbone.toString(),
                "image_size", 16L,
                "filters", 4L,
                "learning_rate", 0.01,
                "batch_size", 7L,
                "hidden_size", 8L));
        all.putAll(given);
        Map<String, String> unchanged = train(all);
        List<String> wrong = new ArrayList<>();
        for (Setting setting : ClassifierSettings.DECLARED) {
            if (!VALUES.containsKey(setting.name())) {
                continue;
            }
            Condition matters =
                    new Effects(ClassifierSettings.DECLARED, all, List.of()).mattersWhen(setting.name());
            Object current = all.getOrDefault(setting.name(), setting.defaultValue().orElse(""));
            Map<String, Object> changed = new TreeMap<>(all);
            VALUES.get(setting.name()).stream()
                    .filter(value -> !value.equals(current))
                    .findFirst()
                    .ifPresent(value -> changed.put(setting.name(), value));
            boolean differs = !train(changed).equals(unchanged);
            boolean excused =
                    EXCUSED.getOrDefault(setting.name(), Set.of()).contains(name);
            if (matters.isNever() ? differs : !differs && !excused) {
                wrong.add(setting.name() + " " + current + " -> " + changed.get(setting.name())
                        + (differs ? " matters" : " does not matter"));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Trains a trial and returns the SHA-256 of everything in its model's file. */
    private static Map<String, String> train(Map<String, Object> given) throws Exception {
        Path model = Files.createTempFile(work, "model", ".zip");
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), 5, "cpu", EPOCHS)) {
            for (int epoch = 1; epoch <= EPOCHS && !trainer.isDone(); epoch++) {
                trainer.train(epoch);
            }
            trainer.save(model);
        }
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
