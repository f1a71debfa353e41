package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.coordinator.cli.CapturedConsole;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String CLEAR = "\r\u001b[K";

    private final CapturedConsole console = CapturedConsole.withEnvironment(Map.of());
    private Duration now = Duration.ZERO;

    private ProgressLine line(OptionalInt columns) {
        return new ProgressLine(console.console(), columns, () -> now);
    }

    private void pass(double seconds) {
        now = now.plusMillis(Math.round(1000 * seconds));
    }

    @Test
    void workOfLessThanTwoSecondsShowsNothing() {
        try (ProgressLine line = line(OptionalInt.of(80))) {
            line.advanced("reading images", 0, 10);
            pass(1.9);
            line.advanced("reading images", 9, 10);
            line.advanced("reading images", 10, 10);
            pass(5);
            line.tick();
        }
        assertThat(console.err()).isEmpty();
        assertThat(console.out()).isEmpty();
    }

    @Test
    void aTerminalLineIsOverwrittenAndClearedInTheEnd() {
        try (ProgressLine line = line(OptionalInt.of(80))) {
            line.advanced("reading images", 0, 825);
            pass(4);
            line.advanced("reading images", 320, 825);
            pass(0.1);
            line.advanced("reading images", 330, 825);
            pass(0.9);
            line.advanced("reading images", 400, 825);
            line.advanced("reading images", 825, 825);
        }
        assertThat(console.err())
                .isEqualTo(CLEAR + "reading images: 320 of 825 (39 %), 7s left" + CLEAR
                        + "reading images: 400 of 825 (48 %), 6s left" + CLEAR);
    }

    @Test
    void aLineIsCutToTheWidthOfTheTerminal() {
        try (ProgressLine line = line(OptionalInt.of(20))) {
            line.advanced("computing features with resnet18", 0, 825);
            pass(2);
            line.tick();
        }
        assertThat(console.err()).isEqualTo(CLEAR + "computing features " + CLEAR);
    }

    @Test
    void aLogGetsALineNowAndThen() {
        try (ProgressLine line = line(OptionalInt.empty())) {
            for (int image = 0; image <= 40; image++) {
                line.advanced("classifying images", image, 40);
                pass(1);
            }
        }
        assertThat(console.err().lines())
                .containsExactly(
                        "classifying images: 2 of 40 (5 %), 38s left",
                        "classifying images: 17 of 40 (43 %), 23s left",
                        "classifying images: 32 of 40 (80 %), 8s left");
    }

    @Test
    void aMessageReplacesTheLine() {
        try (ProgressLine line = line(OptionalInt.of(80))) {
            line.advanced("classifying images", 0, 40);
            pass(2);
            line.tick();
            line.print("cat/001.jpg is damaged");
        }
        assertThat(console.err())
                .isEqualTo(CLEAR + "classifying images: 0 of 40 (0 %)" + CLEAR + "cat/001.jpg is damaged"
                        + System.lineSeparator());
    }

    @Test
    void programsGetNothing() {
        try (ProgressLine line = line(OptionalInt.empty())) {
            line.showUnless(true);
            WorkProgress.report("reading images", 0, 10);
            pass(60);
            WorkProgress.report("reading images", 5, 10);
        }
        assertThat(console.err()).isEmpty();
    }
}
