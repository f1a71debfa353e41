package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {
    private Instant now = Instant.EPOCH;
    private final RetrySchedule losses = new RetrySchedule(() -> now);

    @Test
    void countsHowOftenATrialIsCutOffAtTheSamePlace() {
        losses.add(savedAfter(3));
        losses.add(savedAfter(3));

        assertThat(losses.tries(savedAfter(3))).isEqualTo(3);
        assertThat(losses.isDue(1)).isFalse();
        now = now.plus(Duration.ofSeconds(5));
        assertThat(losses.isDue(1)).isTrue();
    }

    @Test
    void forgetsEarlierLossesOfATrialThatHasSavedANewCheckpointSince() {
        losses.add(savedAfter(3));
        losses.add(savedAfter(3));
        losses.add(savedAfter(4));

        assertThat(losses.isDue(1)).isTrue();
        assertThat(losses.tries(savedAfter(4))).isEqualTo(2);
        assertThat(losses.tries(savedAfter(5))).isEqualTo(1);
    }

    private static StoredTrial savedAfter(int epoch) {
        return new StoredTrial(
                new Trial(1, Configuration.of(Map.of()), TrialState.RUNNING, 9, "random", LearningCurve.EMPTY),
                7,
                Optional.empty(),
                new RunKey(1, 1, 1, 1),
                List.of(new Checkpoint(epoch, "file:/checkpoints/epoch-" + epoch, "ab".repeat(32), 1234)));
    }
}
