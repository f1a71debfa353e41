package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkMessagesTest {
    private Duration now = Duration.ZERO;

    @Test
    void tellsTheDriverAtMostOnceASecondAndNothingOfShortWork() {
        List<WorkMessage> sent = new ArrayList<>();
        WorkMessages messages = new WorkMessages(sent::add, () -> now);
        for (int done = 0; done <= 30; done++) {
            messages.advanced("computing features", done, 30);
            now = now.plusMillis(100);
        }
        assertThat(sent)
                .containsExactly(
                        new WorkMessage("computing features", 10, 30),
                        new WorkMessage("computing features", 20, 30),
                        new WorkMessage("computing features", 30, 30));
    }
}
