package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepProgressTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private Duration now = Duration.ZERO;
    private Instant timeOfDay = Instant.parse("2026-03-01T12:00:00Z");

    private SweepProgress progress(Optional<EpochLines> epochs) throws IOException {
        return new SweepProgress(
                new PrintWriter(out, true),
                OptionalInt.empty(),
                epochs,
                folder.resolve("cars.log"),
                () -> now,
                () -> timeOfDay);
    }

    private static StudyProgress status() {
        return new StudyProgress(
                SampleStudy.spec("cars"),
                Map.of(TrialState.RUNNING, 1),
                Optional.empty(),
                Double.NaN,
                0,
                Duration.ZERO,
                Duration.ZERO,
                new TreeMap<>(Map.of(1, 1)));
    }

    private static RunReport.EpochDone epoch(int epoch, double accuracy) {
        return new RunReport.EpochDone(new RunKey(1, 1, 1, 1), epoch, new TreeMap<>(Map.of("accuracy", accuracy)), 0.5);
    }

    @Test
    void printsALinePerEpochOnRequest() throws IOException {
        try (SweepProgress progress = progress(Optional.of(new EpochLines("accuracy", 79)))) {
            progress.measured(epoch(1, 0.25), true);
            progress.measured(epoch(2, 0.125), false);
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "trial  epoch  accuracy     time",
                        "    1      1    0.2500    500ms",
                        "    1      2    0.1250    500ms",
                        "new best: trial 1, epoch 1");
    }

    @Test
    void showsAndLogsControlCharactersEscaped() throws IOException {
        try (SweepProgress progress = progress(Optional.empty())) {
            progress.notice("a\u001b[2J\rb");
        }
        assertThat(out.toString()).isEqualTo("a\\u001b[2J\\u000db\n");
        assertThat(folder.resolve("cars.log")).content().endsWith(" a\\u001b[2J\\u000db\n");
    }

    @Test
    void printsNoneOtherwise() throws IOException {
        try (SweepProgress progress = progress(Optional.empty())) {
            progress.measured(epoch(1, 0.25), false);
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theStatusLineShowsWorkThatBelongsToNoEpochWhileItIsReported() throws IOException {
        try (SweepProgress progress = progress(Optional.empty())) {
            progress.working("computing features with resnet18", 320, 825);
            progress.progress(status());
            now = now.plusSeconds(20);
            progress.progress(status());
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "1 trial, 1 running | computing features with resnet18: 320 of 825 (39 %)",
                        "1 trial, 1 running | 0 epochs in 0ms | to epoch 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void repeatsTheStatusLineAsBeforeWhenTheTimeOfDayIsSet(int hours) throws IOException {
        try (SweepProgress progress = progress(Optional.empty())) {
            progress.progress(status());
            timeOfDay = timeOfDay.plus(Duration.ofHours(hours));
            now = now.plusSeconds(14);
            progress.working("computing features with resnet18", 320, 825);
            progress.progress(status());
            assertThat(out.toString().lines()).as("after 14 seconds").hasSize(1);
            now = now.plusSeconds(1);
            progress.progress(status());
            progress.notice("a notice");
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "1 trial, 1 running | 0 epochs in 0ms | to epoch 1",
                        "1 trial, 1 running | computing features with resnet18: 320 of 825 (39 %)",
                        "a notice");
        assertThat(folder.resolve("cars.log")).content().isEqualTo(timeOfDay + " a notice\n");
    }
}
