package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.ResidualBackbone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierWorkTest {
    /** Weights times output pixels of the stem of the network: 3x3 from 3 to 6 maps of 16 pixels, with biases. */
    private static final double STEM = (3 * 3 * 3 * 6 + 6) * 16 * 16;

    @TempDir
    static Path work;

    private static Path backbone;

    @BeforeAll
    static void write() throws IOException {
        backbone = ResidualBackbone.write(work);
    }

    private static OptionalDouble perEpoch(Map<String, Object> given) {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        return factory.workEstimate().perEpoch(Settings.withDefaults(factory.settings(), given));
    }

    private static double fineTuned(Map<String, Object> others) {
        Map<String, Object> all = new TreeMap<>(others);
        all.putAll(Map.of("backbone", backbone.toString(), "fine_tuning", true, "hidden_size", 1L));
        return perEpoch(all).orElseThrow();
    }

    @Test
    void fineTuningMoreLayersOfLargerImagesIsMoreWork() {
        double upper = fineTuned(Map.of("retrain_from", "stage2"));
        double all = fineTuned(Map.of());

        assertThat(upper).isLessThan(all);
        assertThat(fineTuned(Map.of("image_size", 32L))).isBetween(3.5 * all, 4 * all);
    }

    @Test
    void theFrozenPartIsWorkOnlyWhereImagesChange() {
        double kept = fineTuned(Map.of("retrain_from", "stage1"));
        double anew = fineTuned(Map.of("retrain_from", "stage1", "augmentation", "light"));

        assertThat(anew - kept).isEqualTo(STEM);
        assertThat(fineTuned(Map.of("augmentation", "light"))).isEqualTo(fineTuned(Map.of()));
    }

    @Test
    void aHeadOnAFrozenBackboneIsWorkByItsSize() {
        double head = perEpoch(Map.of("backbone", backbone.toString())).orElseThrow();

        assertThat(perEpoch(Map.of("backbone", backbone.toString(), "hidden_size", 512L)))
                .hasValue(2 * head);
    }

    @Test
    void isUnknownWithoutABackbone() {
        assertThat(perEpoch(Map.of())).isEmpty();
        assertThat(perEpoch(Map.of("backbone", "/does/not/exist.zip", "fine_tuning", true)))
                .isEmpty();
    }
}
