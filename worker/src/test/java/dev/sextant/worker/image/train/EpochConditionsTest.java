package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochConditionsTest {
    private static final int EPOCHS = 4;

    @TempDir
    Path work;

    @Test
    void everyEpochReportsItsLearningRateAndImageSize() throws Exception {
        Path data = DrawnImages.draw(work.resolve("drawn"), 4);
        Map<String, Object> given = Map.of(
                "image_size", 16L,
                "filters", 2L,
                "global_pooling", true,
                "progressive_sizes", Map.of("8", 2L),
                "learning_rate", 0.02,
                "schedule", "cosine");
        try (Trainer trainer = Trials.create(work, Trials.settings(data, given), 1, "cpu", EPOCHS)) {
            List<Map<String, Double>> metrics = Trials.train(trainer, 0, EPOCHS);

            assertThat(metrics).extracting(epoch -> epoch.get("image_size")).containsExactly(8.0, 8.0, 16.0, 16.0);
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                double middle = 0.02 * (1 + Math.cos(Math.PI * (epoch - 0.5) / EPOCHS)) / 2;
                assertThat(metrics.get(epoch - 1).get("learning_rate")).isCloseTo(middle, within(1e-12));
            }
        }
    }
}
