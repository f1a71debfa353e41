package dev.sextant.worker.image.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    /** Settings, position in 20 epochs, and share by the closed form. */
    static Stream<Arguments> closedForms() {
        return Stream.of(
                Arguments.of(Map.of("schedule", "constant"), 13.5, 1.0),
                Arguments.of(Map.of("schedule", "step", "step_epochs", 5L, "step_factor", 0.5), 4.99, 1.0),
                Arguments.of(Map.of("schedule", "step", "step_epochs", 5L, "step_factor", 0.5), 5.0, 0.5),
                Arguments.of(Map.of("schedule", "step", "step_epochs", 5L, "step_factor", 0.5), 17.0, 0.125),
                Arguments.of(Map.of("schedule", "cosine"), 0.0, 1.0),
                Arguments.of(Map.of("schedule", "cosine"), 5.0, (1 + Math.cos(Math.PI / 4)) / 2),
                Arguments.of(Map.of("schedule", "cosine", "schedule_floor", 0.1), 10.0, 0.55),
                Arguments.of(Map.of("schedule", "cosine", "schedule_floor", 0.1), 20.0, 0.1),
                Arguments.of(Map.of("schedule", "cosine", "schedule_floor", 0.1), 25.0, 0.1),
                // OneCycleLR of PyTorch: from max/25 up to max in 30 % of the steps, then down to max/25/10000.
                Arguments.of(Map.of("schedule", "one_cycle"), 0.0, 0.04),
                Arguments.of(Map.of("schedule", "one_cycle"), 3.0, 0.52),
                Arguments.of(Map.of("schedule", "one_cycle"), 6.0, 1.0),
                Arguments.of(Map.of("schedule", "one_cycle"), 13.0, (1 + 4e-6) / 2),
                Arguments.of(Map.of("schedule", "one_cycle"), 20.0, 4e-6),
                Arguments.of(Map.of("schedule", "one_cycle", "cycle_rise", 0.5), 10.0, 1.0),
                Arguments.of(Map.of("schedule", "triangular", "cycle_epochs", 8L), 0.0, 0.0),
                Arguments.of(Map.of("schedule", "triangular", "cycle_epochs", 8L), 4.0, 1.0),
                Arguments.of(Map.of("schedule", "triangular", "cycle_epochs", 8L, "schedule_floor", 0.2), 9.0, 0.4),
                // SGDR with T_0 = 2 and T_mult = 2 restarts after 2, 6 and 14 epochs.
                Arguments.of(restarts(), 1.0, 0.5),
                Arguments.of(restarts(), 1.999999, 0.0),
                Arguments.of(restarts(), 2.0, 1.0),
                Arguments.of(restarts(), 4.0, 0.5),
                Arguments.of(restarts(), 6.0, 1.0),
                Arguments.of(restarts(), 14.0, 1.0),
                Arguments.of(restarts(), 16.0, (1 + Math.cos(Math.PI / 8)) / 2),
                Arguments.of(Map.of("schedule", "constant", "warmup_epochs", 4.0), 1.0, 0.25),
                Arguments.of(Map.of("schedule", "constant", "warmup_epochs", 4.0), 4.0, 1.0),
                Arguments.of(Map.of("schedule", "cosine", "warmup_epochs", 4.0), 12.0, 0.5),
                Arguments.of(Map.of("schedule", "cosine", "warmup_epochs", 4.0), 20.0, 0.0),
                Arguments.of(Map.of("schedule", "cosine", "warmup_epochs", 40.0), 10.0, 0.5));
    }

    private static Map<String, Object> restarts() {
        return Map.of("schedule", "warm_restarts", "cycle_epochs", 2L, "cycle_factor", 2L);
    }

    @ParameterizedTest
    @MethodSource("closedForms")
    void matchesItsClosedForm(Map<String, Object> given, double epoch, double share) {
        assertThat(Schedule.of(settings(given), 20).share(epoch)).isCloseTo(share, within(1e-9));
    }

    @Test
    void aScheduleForEachRungEndsThere() {
        ScheduleSettings settings =
                settings(Map.of("schedule", "cosine", "schedule_span", "rung", "warmup_epochs", 0.5));
        List<Integer> ends = settings.ends(ScheduleSettings.Span.TRIAL, List.of(1, 4, 9));
        Schedule schedule = Schedule.of(settings, ends);

        assertThat(ends).containsExactly(1, 4, 9);
        assertThat(schedule.share(0.25)).isEqualTo(0.5);
        assertThat(schedule.share(0.75)).isCloseTo(0.5, within(1e-9));
        assertThat(schedule.share(1)).isEqualTo(1);
        assertThat(schedule.share(2.5)).isCloseTo(0.5, within(1e-9));
        assertThat(schedule.share(6.5)).isCloseTo(0.5, within(1e-9));
        assertThat(schedule.share(9)).isCloseTo(0, within(1e-9));
        assertThat(schedule.share(12)).isCloseTo(0, within(1e-9));
    }

    @Test
    void onlyShapesThatFollowTheLengthOfTrainingEndAtRungs() {
        assertThat(settings(Map.of("schedule", "one_cycle")).ends(ScheduleSettings.Span.TRIAL, List.of(1, 4, 9)))
                .containsExactly(9);
        assertThat(settings(Map.of("schedule", "step", "schedule_span", "rung"))
                        .ends(ScheduleSettings.Span.TRIAL, List.of(1, 4, 9)))
                .containsExactly(9);
    }

    @Property
    void staysBetweenZeroAndTheTop(
            @ForAll ScheduleSettings.Shape shape,
            @ForAll @IntRange(min = 1, max = 60) int epochs,
            @ForAll @DoubleRange(min = 0, max = 80) double epoch,
            @ForAll @DoubleRange(min = 0, max = 9) double warmUp) {
        Map<String, Object> given = Map.of("schedule", shape.word(), "warmup_epochs", warmUp);
        assertThat(Schedule.of(settings(given), epochs).share(epoch)).isBetween(0.0, 1.0 + 1e-12);
    }

    @Test
    void tracksTheBestEpochAndTheEpochsSince() {
        Progress progress = Progress.NONE;
        assertThat(progress.isBest()).isFalse();
        double[] values = {0.5, 0.7, 0.7, 0.6};
        for (int epoch = 1; epoch <= values.length; epoch++) {
            progress = progress.after(epoch, values[epoch - 1], true);
        }
        assertThat(progress).isEqualTo(new Progress(2, 0.7, 2));
        assertThat(progress.after(5, 0.71, true)).isEqualTo(new Progress(5, 0.71, 0));
        assertThat(progress.after(5, 0.5, false).isBest()).isTrue();
    }

    private static ScheduleSettings settings(Map<String, Object> given) {
        return ScheduleSettings.of(Settings.withDefaults(ScheduleSettings.DECLARED, new TreeMap<>(given)));
    }
}
