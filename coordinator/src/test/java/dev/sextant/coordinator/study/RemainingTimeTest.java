package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** On a budget of 200 trials, 1,500 epochs, 4 device hours and 2 hours of wall clock. */
class RemainingTimeTest {
    private Duration now = Duration.ZERO;
    private final RemainingTime remaining = new RemainingTime(() -> now);

    private Optional<Duration> estimate(int completed, long epochs, Duration wallClock) {
        return remaining.estimate(new StudyProgress(
                SampleStudy.spec("study"),
                Map.of(TrialState.COMPLETED, completed, TrialState.RUNNING, 4),
                Optional.of(1),
                0.5,
                epochs,
                Duration.ZERO,
                wallClock,
                new TreeMap<>()));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void extrapolatesTheLimitThatIsUsedUpFirst() {
        assertThat(estimate(0, 0, Duration.ZERO)).isEmpty();
        pass(Duration.ofMinutes(10));

        // A quarter of the trials, a tenth of the epochs.
        assertThat(estimate(50, 150, Duration.ofMinutes(10))).contains(Duration.ofMinutes(30));
    }

    @Test
    void countsFromTheFirstCallSoThatAResumeDoesNotDistortIt() {
        assertThat(estimate(100, 0, Duration.ZERO)).isEmpty();
        pass(Duration.ofMinutes(10));

        assertThat(estimate(150, 0, Duration.ZERO)).contains(Duration.ofMinutes(10));
    }

    @Test
    void waitsForEnoughProgress() {
        assertThat(estimate(0, 0, Duration.ZERO)).isEmpty();
        pass(Duration.ofSeconds(4));
        assertThat(estimate(100, 0, Duration.ZERO)).as("after 4 seconds").isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(estimate(1, 0, Duration.ZERO)).as("0.5 % of the trials").isEmpty();
        assertThat(estimate(200, 0, Duration.ZERO)).as("all of it").isEmpty();
    }
}
