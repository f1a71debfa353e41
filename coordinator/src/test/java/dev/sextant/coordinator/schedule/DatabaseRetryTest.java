package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DatabaseRetryTest {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ManualTime time = new ManualTime();
    private final List<String> notices = new ArrayList<>();
    private final DatabaseRetry retry = new DatabaseRetry(Duration.ofSeconds(3), time, time, notices::add);
    private int calls;

    @Test
    void callsOnceIfTheDatabaseAnswers() throws InterruptedException {
        assertThat(retry.call(() -> "answer " + ++calls)).isEqualTo("answer 1");
        assertThat(time.now()).isZero();
        assertThat(notices).isEmpty();
    }

    @Test
    void callsAgainUntilTheDatabaseIsBack() throws InterruptedException {
        assertThat(retry.call(() -> answerAtCall(4))).isEqualTo("answer");
        assertThat(calls).isEqualTo(4);
        assertThat(time.now()).isEqualTo(PAUSE.multipliedBy(3));
        assertThat(notices).containsExactly("The database is gone; retrying for 3s", "The database is back");
    }

    @Test
    void givesUpAfterTheTimeout() {
        assertThatThrownBy(() -> retry.run(() -> answerAtCall(Integer.MAX_VALUE)))
                .isInstanceOf(DatabaseGoneException.class)
                .hasMessage("The database is gone");
        assertThat(time.now()).isEqualTo(Duration.ofSeconds(3).plus(PAUSE));
        assertThat(calls).isEqualTo(8);
        assertThat(notices).containsExactly("The database is gone; retrying for 3s");
    }

    @Test
    void countsTheTimeThatACallHangs() {
        assertThatThrownBy(() -> retry.run(() -> {
                    time.advance(Duration.ofSeconds(2));
                    answerAtCall(Integer.MAX_VALUE);
                }))
                .isInstanceOf(DatabaseGoneException.class);
        assertThat(time.now()).isEqualTo(Duration.ofSeconds(4).plus(PAUSE));
    }

    @Test
    void repeatsACallOnceThatHungForLongerThanTheTimeout() throws InterruptedException {
        assertThat(retry.call(() -> {
                    time.advance(Duration.ofSeconds(4));
                    return answerAtCall(2);
                }))
                .isEqualTo("answer");
    }

    @Test
    void measuresTheTimeoutOfEachCall() throws InterruptedException {
        assertThat(retry.call(() -> answerAtCall(6))).isEqualTo("answer");
        calls = 0;
        assertThat(retry.call(() -> answerAtCall(6))).isEqualTo("answer");
        assertThat(notices).hasSize(4);
    }

    @Test
    void doesNotRepeatWhatWouldFailAgain() {
        assertThatThrownBy(() -> retry.run(() -> {
                    calls++;
                    throw new DatabaseException("the user lacks a right");
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("the user lacks a right");
        assertThat(calls).isEqualTo(1);
        assertThat(notices).isEmpty();
    }

    private String answerAtCall(int number) {
        if (++calls < number) {
            throw new DatabaseGoneException("The database is gone", null);
        }
        return "answer";
    }
}
