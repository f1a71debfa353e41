package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedWorkTest {
    @TempDir
    Path work;

    @Test
    void computingFeaturesIsSharedWorkAndTrainingIsNot() throws Exception {
        Path data = DrawnImages.draw(work.resolve("drawn"), 24);
        Path backbone = ResidualBackbone.write(work.resolve("backbones"));
        Settings settings = Trials.settings(data, Map.of("backbone", backbone.toString()));
        double first;
        try (Trainer trainer = Trials.create(work, settings, 1)) {
            first = trainer.sharedSeconds();
            Trials.train(trainer, 0, 3);
            assertThat(trainer.sharedSeconds()).isEqualTo(first);
        }
        try (Trainer trainer = Trials.create(work, settings, 2)) {
            // The features are on this host already.
            assertThat(trainer.sharedSeconds()).isLessThan(first / 2);
        }
    }
}
