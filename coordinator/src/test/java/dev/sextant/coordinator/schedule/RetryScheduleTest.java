package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.TrialState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryScheduleTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualTime time = new ManualTime();
    private final RetrySchedule retries = new RetrySchedule(time);

    @ParameterizedTest
    @CsvSource({"1, PT0S", "2, PT5S", "3, PT25S", "4, PT1M", "5, PT1M", "11, PT1M"})
    void waitsLongerAfterEachLoss(int losses, Duration backOff) {
        for (int i = 0; i < losses; i++) {
            retries.add(savedAfter(3));
        }

        assertThat(retries.tries(savedAfter(3))).isEqualTo(losses + 1);
        if (!backOff.isZero()) {
            time.advance(backOff.minus(MOMENT));
            assertThat(retries.isDue(1)).as("just before").isFalse();
            time.advance(MOMENT);
        }
        assertThat(retries.isDue(1)).as("after " + backOff).isTrue();
    }

    @Test
    void countsTheFirstTry() {
        assertThat(retries.tries(savedAfter(3))).isEqualTo(1);
        assertThat(retries.isDue(1)).isTrue();
    }

    @Test
    void startsAnewAfterANewCheckpoint() {
        retries.add(savedAfter(3));
        retries.add(savedAfter(3));
        retries.add(savedAfter(4));

        assertThat(retries.isDue(1)).isTrue();
        assertThat(retries.tries(savedAfter(4))).isEqualTo(2);
        assertThat(retries.tries(savedAfter(5))).isEqualTo(1);
    }

    @Test
    void forgetsATrialWhoseRunEndedInAnotherWay() {
        retries.add(savedAfter(3));
        retries.add(savedAfter(3));

        retries.remove(1);

        assertThat(retries.isDue(1)).isTrue();
        assertThat(retries.tries(savedAfter(3))).isEqualTo(1);
    }

    private static StoredTrial savedAfter(int epoch) {
        return SampleRuns.trial(1, TrialState.RUNNING, 9, LearningCurve.EMPTY, epoch);
    }
}
