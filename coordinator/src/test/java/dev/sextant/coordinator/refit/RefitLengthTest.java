package dev.sextant.coordinator.refit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefitLengthTest {
    @Test
    void schedulesThatComeToRestAreTrainedToTheirEnd() {
        assertThat(epochs(Map.of())).isEqualTo(9);
        assertThat(epochs(Map.of("schedule", "one_cycle"))).isEqualTo(9);
        assertThat(epochs(Map.of("schedule", "cosine"))).isEqualTo(9);
    }

    @Test
    void othersEndAtTheBestEpoch() {
        assertThat(epochs(Map.of("schedule", "constant"))).isEqualTo(3);
        assertThat(epochs(Map.of("schedule", "warm_restarts"))).isEqualTo(3);
        assertThat(epochs(Map.of("schedule", "one_cycle", "early_stopping", true)))
                .isEqualTo(3);
    }

    /** Of a trial of nine epochs, of which the third was the best. */
    private static int epochs(Map<String, Object> given) {
        return RefitLength.epochs(Settings.withDefaults(new ImageClassifierFactory().settings(), given), 3, 9);
    }
}
