package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailureStreakTest {
    private static final long EPOCHS = 7;

    private final FailureStreak streak = new FailureStreak();

    @Test
    void oneTrialAloneNeverMakesAStudyHopeless() {
        cutOff(3, 12);

        assertThat(streak.hopeless(EPOCHS)).isEmpty();
    }

    @Test
    void whatAlsoHappensToTheNextTrialDoes() {
        cutOff(3, 12);
        cutOff(4, 1);

        assertThat(streak.hopeless(EPOCHS)).contains("13 runs in a row failed; the last one: the disk is full");
    }

    @Test
    void aRunThatGotThroughEndsTheStreak() {
        cutOff(3, 9);
        streak.note(end(4, RunState.REACHED, TrialState.COMPLETED), false);
        cutOff(5, 12);

        assertThat(streak.hopeless(EPOCHS)).isEmpty();
    }

    private void cutOff(int trial, int times) {
        for (int i = 0; i < times; i++) {
            streak.note(end(trial, RunState.LOST, TrialState.PENDING), true);
        }
    }

    private static RunEnd end(int trial, RunState run, TrialState state) {
        return new RunEnd(
                new RunKey(1, trial, 1, 1),
                run,
                state,
                Optional.empty(),
                Optional.empty(),
                "the disk is full",
                new Decision(DecisionKind.END, "scheduler", "the run ended", Map.of()));
    }
}
