package dev.sextant.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.doctor.Finding.Level;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockReadingTest {
    private static final Instant BEFORE = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant AFTER = BEFORE.plusSeconds(10);

    private static Finding finding(Instant there) {
        return new ClockReading(BEFORE, there, AFTER).finding("executor 3");
    }

    @Test
    void blamesNoClockForAnAnswerThatTookLong() {
        assertThat(finding(BEFORE).level()).isEqualTo(Level.OK);
        assertThat(finding(AFTER.plusSeconds(2)).level()).isEqualTo(Level.OK);
    }

    @Test
    void saysWhichClockIsAhead() {
        assertThat(finding(AFTER.plusSeconds(3)).found()).isEqualTo("executor 3 is at least 3 s ahead of this machine");
        assertThat(finding(BEFORE.minusSeconds(90)).found())
                .isEqualTo("executor 3 is at least 90 s behind this machine");
    }
}
