package dev.sextant.common.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class DurationTextTest {
    @Example
    void readsWhatPeopleWrite() {
        assertThat(DurationText.parse("90s")).contains(Duration.ofSeconds(90));
        assertThat(DurationText.parse("30m")).contains(Duration.ofMinutes(30));
        assertThat(DurationText.parse("1h30m")).contains(Duration.ofMinutes(90));
        assertThat(DurationText.parse("1d")).contains(Duration.ofDays(1));
        assertThat(DurationText.parse("0.25s")).contains(Duration.ofMillis(250));
    }

    @Example
    void refusesTheRest() {
        for (String text : new String[] {"", "90", "h", "1.5h", "30m1h", "-5s", "1h 30m", "PT1H", "2 hours"}) {
            assertThat(DurationText.parse(text)).as(text).isEmpty();
        }
    }

    @Example
    void writesShortText() {
        assertThat(DurationText.of(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThat(DurationText.of(Duration.ZERO)).isEqualTo("0s");
        assertThat(DurationText.of(Duration.ofMillis(60_500))).isEqualTo("1m0.5s");
        assertThat(DurationText.of(Duration.ofDays(3))).isEqualTo("72h");
    }

    @Property
    void readsBackWhatItWrote(
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long seconds,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
        Duration duration = Duration.ofSeconds(seconds, nanos);
        assertThat(DurationText.parse(DurationText.of(duration))).contains(duration);
        Duration whole = Duration.ofSeconds(seconds);
        assertThat(DurationText.parse(DurationText.of(whole))).contains(whole);
    }
}
