package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.coordinator.schedule.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a patience of two minutes. */
final class ExecutorWaitTest {
    private static final Optional<String> STARTING = Optional.of("Executors are still starting");

    private final List<String> notices = new ArrayList<>();
    private Duration now = Duration.ofDays(3);
    private final ExecutorWait wait = new ExecutorWait(Duration.ofMinutes(2), () -> now, notices::add);

    private void goOnAfter(Duration time, Optional<String> underway) {
        now = now.plus(time);
        wait.goOnOr(waited -> "nothing after " + waited.toSeconds() + " s", underway);
    }

    @Test
    void endsWithPatienceIfNothingIsUnderWay() {
        goOnAfter(Duration.ofSeconds(119), Optional.empty());
        assertThatThrownBy(() -> goOnAfter(Duration.ofSeconds(1), Optional.empty()))
                .isInstanceOf(ClusterException.class)
                .hasMessage("nothing after 120 s");
        assertThat(notices).isEmpty();
    }

    @Test
    void goesOnTenTimesAsLongWhileExecutorsAreStarting() {
        for (int second = 1; second < 1200; second++) {
            goOnAfter(Duration.ofSeconds(1), STARTING);
        }
        assertThat(notices)
                .hasSize(9)
                .first()
                .asString()
                .startsWith("Executors are still starting after 120 s: their machine is slow or busy.");
        assertThatThrownBy(() -> goOnAfter(Duration.ofSeconds(1), STARTING))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("Executors are still starting after 1200 s: their machine is too slow")
                .hasMessageContaining("--executor-patience");
    }

    @Test
    void endsSoonAfterTheLastLaunchHasEnded() {
        goOnAfter(Duration.ofSeconds(130), STARTING);
        goOnAfter(Duration.ofSeconds(109), Optional.empty());
        assertThatThrownBy(() -> goOnAfter(Duration.ofSeconds(1), Optional.empty()))
                .hasMessage("nothing after 240 s");
    }
}
