package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Effects;
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

    /** Two values of each setting that has a condition. */
    private static final Map<String, List<Object>> VALUES = new TreeMap<>();

    static {
        values("validation_share", 0.2, 0.5);
        values("fold", 1L, 2L);
        values("channels", "colour", "grey");
        values("filters", 4L, 5L);
        values("global_pooling", false, true);
        values("hidden_size", 8L, 9L);
        values("activation", "relu", "tanh");
        values("batch_norm", false, true);
        values("momentum", 0.9, 0.5);
        values("nesterov", true, false);
        values("patience", 9L, 1L);
        values("schedule_span", "trial", "rung");
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
        values("flip_horizontal", false, true);
        values("flip_vertical", false, true);
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
                trial("a frozen backbone"),
                trial("a linear head and steps", "layers", 0L, "schedule", "step", "step_epochs", 1L, "folds", 3L),
                trial("sgd and triangles", "optimizer", "sgd", "schedule", "triangular"),
                trial("sgd without momentum", "optimizer", "sgd", "momentum", 0.0, "schedule", "cosine"),
                trial("no steps", "schedule", "step", "step_factor", 1.0, "early_stopping", true),
                trial("warm restarts", "schedule", "warm_restarts", "cycle_epochs", 1L, "optimizer", "adam"),
                trial("a policy without views", "augmentation", "product-photo"),
                trial("views without a policy", "cached_views", 2L),
                trial("views", "cached_views", 2L, "augmentation", "light"),
                trial("from scratch", "backbone", "none", "global_pooling", true),
                trial("from scratch, grey", "backbone", "/folder/none", "channels", "grey", "rotation", 20.0),
                trial("a whole backbone", "fine_tuning", true, "growing_epochs", 2L),
                trial("a whole backbone and sizes", "fine_tuning", true, "progressive_sizes", Map.of("8", 1L)),
                trial("the upper part of a backbone", "fine_tuning", true, "retrain_from", "block2"),
                trial("views below a cut", belowACut("cached_views", 2L)),
                trial("images that change below a cut", belowACut("max_cache_gb", 0.0, "cached_views", 2L)));
    }

    private static Object[] belowACut(Object... more) {
        return Stream.concat(
                        Stream.of("fine_tuning", true, "retrain_from", "block2", "augmentation", "light"),
                        Stream.of(more))
                .toArray();
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
    void settingsWithoutEffectLeaveTheBits(String name, Map<String, Object> given) throws Exception {
        Map<String, Object> all = complete(given);
        Map<String, Object> changed = new TreeMap<>(all);
        VALUES.keySet().stream()
                .filter(setting -> mattersWhen(setting, all).isNever())
                // Augmentation and views of it are without effect while one of them is off.
                .filter(setting -> !setting.equals("cached_views"))
                .forEach(setting -> changed.put(setting, otherValue(setting, all)));
        assertThat(changed).isNotEqualTo(all);
        Map<String, String> expected = train(all);
        assertThat(train(changed)).isEqualTo(expected);
        if (mattersWhen("cached_views", all).isNever()) {
            Map<String, Object> viewed = new TreeMap<>(all);
            viewed.put("cached_views", otherValue("cached_views", all));
            assertThat(train(viewed)).isEqualTo(expected);
        }
    }

    static Set<String> settings() {
        return VALUES.keySet();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsWithEffectChangeTheBits(String setting) throws Exception {
        for (Arguments trial : trials().toList()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> all = complete((Map<String, Object>) trial.get()[1]);
            if (mattersWhen(setting, all).isAlways()) {
                Map<String, Object> changed = new TreeMap<>(all);
                changed.put(setting, otherValue(setting, all));
                if (!train(changed).equals(train(all))) {
                    return;
                }
            }
        }
        throw new AssertionError("No trial depends on " + setting);
    }

    private static Condition mattersWhen(String setting, Map<String, Object> given) {
        return new Effects(ClassifierSettings.DECLARED, given, List.of()).mattersWhen(setting);
    }

    private static Object otherValue(String setting, Map<String, Object> given) {
        Object current = Trials.settings(data, given).values().get(setting);
        List<Object> values = VALUES.get(setting);
        // Without effect every backbone still refuses images of other channels than its own.
        boolean first = values.get(1).equals(current)
                || (setting.equals("channels") && mattersWhen(setting, given).isNever());
        return values.get(first ? 0 : 1);
    }

    private static Map<String, Object> complete(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "data", data.toString(),
                "backbone", backbone.toString(),
                "image_size", 16L,
                "filters", 4L,
                "learning_rate", 0.01,
                "batch_size", 7L,
                "hidden_size", 8L));
        all.putAll(given);
        return all;
    }

    /** Trains a trial and returns the SHA-256 of everything in its model's file. */
    private static Map<String, String> train(Map<String, Object> given) throws Exception {
        Path model = Files.createTempFile(work, "model", ".zip");
        try (Trainer trainer = Trials.create(
                work, Trials.settings(data, given), 5, List.of(2, EPOCHS), ClassifierRevision.LATEST.number())) {
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
