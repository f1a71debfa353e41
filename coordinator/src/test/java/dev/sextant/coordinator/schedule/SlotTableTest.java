package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlotTableTest {
    private static final RunKey FIRST = new RunKey(1, 1, 1, 1);
    private static final RunKey SECOND = new RunKey(1, 2, 1, 1);
    private static final RunKey THIRD = new RunKey(1, 3, 1, 1);

    private final ManualTime time = new ManualTime();
    private final SlotTable slots = new SlotTable(SampleRuns.cluster(2, 0), time);

    @Test
    void occupiesTheLowestFreeSlot() {
        assertThat(slots.isIdle()).isTrue();
        assertThat(slots.occupy(FIRST)).isZero();
        assertThat(slots.occupy(SECOND)).isEqualTo(1);
        assertThat(slots.freeSlots()).isZero();
        assertThat(slots.runs()).containsExactlyInAnyOrder(FIRST, SECOND);

        slots.release(FIRST);
        assertThat(slots.freeSlots()).isEqualTo(1);
        assertThat(slots.isOccupiedBy(FIRST)).isFalse();
        assertThat(slots.occupy(THIRD)).isZero();
    }

    @Test
    void hasNoMoreSlotsThanTheStudy() {
        slots.occupy(FIRST);
        slots.occupy(SECOND);

        assertThatThrownBy(() -> slots.occupy(THIRD)).isInstanceOf(NoSuchElementException.class);
        assertThat(slots.isOccupiedBy(THIRD)).isFalse();
    }

    @Test
    void givesARunOneSlotAndFreesItOnce() {
        slots.occupy(FIRST);
        assertThatThrownBy(() -> slots.occupy(FIRST)).hasMessage("trial 1 run 1 attempt 1 already occupies slot 0");

        slots.release(FIRST);
        assertThatThrownBy(() -> slots.release(FIRST)).hasMessage("trial 1 run 1 attempt 1 occupies no slot");
        assertThat(slots.freeSlots()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, PT10S", "1, PT10S", "4, PT40S"})
    void countsDeviceTimeFromTheStartOnOncePerDevice(int gpus, Duration expected) {
        SlotTable table = new SlotTable(SampleRuns.cluster(2, gpus), time);
        table.occupy(FIRST);
        time.advance(Duration.ofMinutes(5));
        assertThat(table.deviceTime()).as("while it waits for an executor").isZero();

        table.started(FIRST);
        time.advance(Duration.ofSeconds(10));

        assertThat(table.deviceTime()).isEqualTo(expected);
        assertThat(table.release(FIRST)).isEqualTo(expected);
        assertThat(table.deviceTime()).isZero();
    }

    @Test
    void ignoresTheStartOfARunThatIsOver() {
        slots.started(FIRST);

        assertThat(slots.isIdle()).isTrue();
    }
}
