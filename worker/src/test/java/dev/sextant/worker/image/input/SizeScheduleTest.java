package dev.sextant.worker.image.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.data.UnusableData;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeScheduleTest {
    @Test
    void hasOneSizeByDefault() throws Exception {
        assertThat(sizes(Map.of(), 64, 3)).containsExactly(64, 64, 64);
        schedule(Map.of(), 64).checkFixedInput();
    }

    @Test
    void appliesTheSizesInOrder() throws Exception {
        Map<String, Object> given = Map.of("progressive_sizes", Map.of("96", 1L, "64", 3L));
        assertThat(sizes(given, 128, 6)).containsExactly(64, 64, 64, 96, 128, 128);
        assertThatThrownBy(() -> schedule(given, 128).checkFixedInput())
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("asks for images of 64 and 128 pixels");
    }

    @Test
    void growsInEighthsFromHalfTheSize() throws Exception {
        assertThat(sizes(Map.of("growing_epochs", 4L), 128, 6)).containsExactly(64, 80, 96, 112, 128, 128);
        assertThat(sizes(Map.of("growing_epochs", 8L), 224, 9))
                .containsExactly(112, 112, 140, 140, 168, 168, 196, 196, 224);
        assertThat(sizes(Map.of("growing_epochs", 2L, "first_size", 100L), 128, 3))
                .containsExactly(100, 112, 128);
    }

    @Test
    void rejectsSizesThatDoNotGrow() {
        assertThatThrownBy(() -> schedule(Map.of("progressive_sizes", Map.of("160", 3L)), 128))
                .hasMessage("(160: 3) must be a size from 8 pixels to image_size (128), and at least one epoch");
        assertThatThrownBy(() -> schedule(Map.of("progressive_sizes", Map.of("small", 3L)), 128))
                .hasMessageStartingWith("(small: 3) must be a size");
        assertThatThrownBy(() -> schedule(Map.of("growing_epochs", 2L, "first_size", 200L), 128))
                .hasMessage("(200) must not be above image_size (128); lower it");
    }

    private static List<Integer> sizes(Map<String, ?> given, int full, int epochs) throws UnusableData {
        SizeSchedule schedule = schedule(given, full);
        return IntStream.rangeClosed(1, epochs).mapToObj(schedule::size).toList();
    }

    private static SizeSchedule schedule(Map<String, ?> given, int full) throws UnusableData {
        return SizeSchedule.of(Settings.withDefaults(SizeSchedule.DECLARED, given), full);
    }
}
