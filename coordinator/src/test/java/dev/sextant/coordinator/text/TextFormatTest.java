package dev.sextant.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "30, 30ms",
        "999, 999ms",
        "1000, 1s",
        "4249, 4.2s",
        "59949, 59.9s",
        "59960, 1m",
        "65000, 1m 5s",
        "3599400, 59m 59s",
        "3599600, 1h",
        "11520000, 3h 12m",
        "86400000, 1d",
        "183600000, 2d 3h",
        "-65000, -1m 5s"
    })
    void durationsShowTheirTwoLargestUnits(long millis, String words) {
        assertThat(TextFormat.duration(Duration.ofMillis(millis))).isEqualTo(words);
    }

    @Property
    void durationsNeverShowAFullUnitInThePlaceOfASmallerOne(@ForAll @LongRange(max = 90_000_000) long millis) {
        assertThat(TextFormat.duration(Duration.ofMillis(millis)))
                .doesNotContainPattern("\\b(60s|60m|24h|60\\.0s|1000ms)\\b")
                .hasSizeLessThanOrEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.91234567, 0.9123",
        "0.5, 0.5",
        "1, 1",
        "100, 100",
        "12345.6, 12346",
        "1234.56, 1235",
        "-0.0312499, -0.03125",
        "0.00012345, 0.0001234",
        "0.0000123456, 1.235e-05",
        "0.00001, 1e-05",
        "123456789, 1.235e+08",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void numbersShowFourDigitsThatCount(double number, String words) {
        assertThat(TextFormat.number(number)).isEqualTo(words);
    }

    @Property
    void numbersLieWithinFourDigitsOfTheTruth(@ForAll @DoubleRange(min = -1e9, max = 1e9) double number) {
        double shown = Double.parseDouble(TextFormat.number(number));

        assertThat(Math.abs(shown - number)).isLessThanOrEqualTo(Math.abs(number) * 0.0006);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1468006, 1.4 MiB", "1048575, 1.0 MiB", "3221225472, 3.0 GiB"
    })
    void bytesShowOneDecimalOfTheirLargestUnit(long bytes, String words) {
        assertThat(TextFormat.bytes(bytes)).isEqualTo(words);
    }

    @Test
    void countsAgreeWithTheirThing() {
        assertThat(TextFormat.count(1, "trial")).isEqualTo("1 trial");
        assertThat(TextFormat.count(0, "trial")).isEqualTo("0 trials");
        assertThat(TextFormat.count(12345, "trial")).isEqualTo("12 345 trials");
    }

    @Test
    void configurationsStandOnOneLineInTheNamesOrder() {
        Configuration configuration = Configuration.of(
                Map.of("momentum", 0.123456789, "layers", 3L, "fine_tuning", true, "backbone", "resnet18"));

        assertThat(TextFormat.configuration(configuration))
                .isEqualTo("backbone=resnet18 fine_tuning=true layers=3 momentum=0.1235");
    }

    @Test
    void listsAndMapsAreShownAsInAStudyFile() {
        assertThat(TextFormat.value(List.of("a", 2L))).isEqualTo("[a, 2]");
        assertThat(TextFormat.value(Map.of("head", 5L))).isEqualTo("{head: 5}");
        assertThat(TextFormat.value("/networks/a.zip")).isEqualTo("/networks/a.zip");
        assertThat(TextFormat.brief(List.of("/networks/a.zip", "s3a://bucket/b.zip", "1/2", "/", 0.5)))
                .isEqualTo("[a.zip, b.zip, 1/2, /, 0.5]");
        assertThat(TextFormat.parameters(Map.of("backbone", "/networks/a.zip"))).isEqualTo("backbone=a.zip");
    }

    @Test
    void whatLiesAheadOfAnotherClockIsJustNow() {
        Instant now = Instant.parse("2026-11-22T02:00:00Z");

        assertThat(TextFormat.ago(now.plusSeconds(3), now)).isEqualTo("just now");
        assertThat(TextFormat.ago(now.minusSeconds(190), now)).isEqualTo("3m 10s ago");
    }
}
