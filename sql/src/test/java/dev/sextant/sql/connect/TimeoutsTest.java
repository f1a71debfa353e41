package dev.sextant.sql.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    @Test
    void followFromThePatience() {
        assertThat(Timeouts.within(Duration.ofSeconds(60))).isEqualTo(new Timeouts(10, 20, 60));
        assertThat(Timeouts.within(Duration.ofSeconds(10))).isEqualTo(new Timeouts(3, 3, 10));
    }

    @Test
    void leaveABusyServerTimeToAnswerAndEndBelowAMinute() {
        assertThat(Timeouts.within(Duration.ZERO)).isEqualTo(new Timeouts(3, 3, 5));
        assertThat(Timeouts.within(Duration.ofDays(1_000_000))).isEqualTo(Timeouts.DEFAULT);
    }
}
