package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingPhaseTest {
    @Test
    void trainsFromScratchWithoutABackbone() {
        assertThat(TrainingPhase.of(settings(Map.of("fine_tuning", true)), 9)).containsExactly(new ScratchPhase(1, 9));
    }

    @Test
    void trainsAHeadOnAFrozenBackbone() {
        assertThat(TrainingPhase.of(settings(Map.of("backbone", "net.zip", "head_epochs", 3L)), 9))
                .containsExactly(new HeadPhase(1, 9));
    }

    @Test
    void fineTunesAfterTheEpochsOfTheHead() {
        assertThat(TrainingPhase.of(fineTuning(3), 9))
                .containsExactly(new HeadPhase(1, 3), new FineTuningPhase(4, 9))
                .extracting(TrainingPhase::epochs)
                .containsExactly(3, 6);
    }

    @Test
    void hasOnePhaseWhenTheOtherHasNoEpochs() {
        assertThat(TrainingPhase.of(fineTuning(0), 9)).containsExactly(new FineTuningPhase(1, 9));
        assertThat(TrainingPhase.of(fineTuning(9), 9)).containsExactly(new HeadPhase(1, 9));
        assertThat(TrainingPhase.of(fineTuning(20), 9)).containsExactly(new HeadPhase(1, 9));
    }

    private static ClassifierSettings fineTuning(long headEpochs) {
        return settings(Map.of("backbone", "net.zip", "fine_tuning", true, "head_epochs", headEpochs));
    }

    private static ClassifierSettings settings(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(given);
        all.put("data", "images");
        return ClassifierSettings.of(Settings.withDefaults(ClassifierSettings.DECLARED, all));
    }
}
