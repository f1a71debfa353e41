package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RunOutcomesTest {
    private static final RunKey KEY = new RunKey(1, 4, 1, 1);
    private static final StudySpec SPEC = SampleRuns.spec(Budget.UNLIMITED);
    private static final int TARGET = 3;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | false | PAUSED    | reached epoch 3: paused",
                "9 | false | COMPLETED | reached the top rung, epoch 9: completed",
                "2 | true  | COMPLETED | the trainer stopped early after epoch 2: completed",
                "9 | true  | COMPLETED | the trainer stopped early after epoch 9: completed",
            })
    void reachesItsEpoch(int epoch, boolean done, TrialState state, String reason) {
        RunEnd end = of(new RunResult.Reached(KEY, done, checkpoint(epoch)), trial(), 1);

        assertThat(end.runState()).isEqualTo(RunState.REACHED);
        assertThat(end.trialState()).isEqualTo(state);
        assertThat(end.failure()).isEmpty();
        assertThat(end.checkpoints()).containsExactly(checkpoint(epoch));
        assertThat(end.error()).isEmpty();
        assertThat(end.decision().kind()).isEqualTo(DecisionKind.END);
        assertThat(end.decision().by()).isEqualTo("scheduler");
        assertThat(end.decision().reason()).isEqualTo(reason);
    }

    @Test
    void addsNoCheckpointThatCameWithAMeasurement() {
        assertThat(of(new RunResult.Reached(KEY, false, checkpoint(3)), trial(3), 1)
                        .checkpoints())
                .isEmpty();
        assertThat(of(new RunResult.Reached(KEY, false, checkpoint(3)), trial(2), 1)
                        .checkpoints())
                .containsExactly(checkpoint(3));
    }

    /** Epochs of checkpoints are 0 where there is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 1 | PAUSED  | stopped (Ctrl-C): paused after epoch 2",
                "2 | 0 | PAUSED  | stopped (Ctrl-C): paused after epoch 2",
                "0 | 1 | PAUSED  | stopped (Ctrl-C): paused after epoch 1",
                "0 | 0 | PENDING | stopped (Ctrl-C) before its first checkpoint: pending",
            })
    void stopsOnRequest(int saved, int earlier, TrialState state, String reason) {
        List<Checkpoint> written = saved == 0 ? List.of() : List.of(checkpoint(1), checkpoint(saved));
        RunEnd end = of(new RunResult.Stopped(KEY, written), trial(earlier), 1);

        assertThat(end.runState()).isEqualTo(RunState.STOPPED);
        assertThat(end.trialState()).isEqualTo(state);
        assertThat(end.failure()).isEmpty();
        assertThat(end.checkpoints()).isEqualTo(written);
        assertThat(end.error()).isEmpty();
        assertThat(end.decision().reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, mode = EnumSource.Mode.EXCLUDE, names = "LOST")
    void failsForGoodAtTheFirstTry(FailureKind kind) {
        RunEnd end = of(new RunResult.Failed(KEY, kind, "no luck", "a stack trace"), trial(2), 1);

        assertThat(end.runState()).isEqualTo(RunState.FAILED);
        assertThat(end.trialState()).isEqualTo(TrialState.FAILED);
        assertThat(end.failure()).contains(kind);
        assertThat(end.error()).isEqualTo("no luck");
        assertThat(end.decision().kind()).isEqualTo(DecisionKind.FAIL);
        assertThat(end.decision().reason()).isEqualTo(kind + ": no luck");
        assertThat(end.decision().details()).isEqualTo(Map.of("details", "a stack trace"));
    }

    @Test
    void writesNoEmptyDetails() {
        RunEnd end = of(new RunResult.Failed(KEY, FailureKind.DIVERGED, "NaN", ""), trial(), 1);

        assertThat(end.decision().details()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "executor    | 0 | 1  | PENDING | lost (no answer): will start again from the beginning",
                "executor    | 2 | 1  | PAUSED  | lost (no answer): will resume from epoch 2",
                "executor    | 2 | 2  | PAUSED  | lost (no answer): will resume from epoch 2",
                "executor    | 2 | 3  | FAILED  | LOST: lost 3 times; the last reason: no answer",
                "executor    | 0 | 3  | FAILED  | LOST: lost 3 times; the last reason: no answer",
                "executor    | 2 | 4  | FAILED  | LOST: lost 4 times; the last reason: no answer",
                "executor    | 3 | 3  | PAUSED  | reached epoch 3: paused",
                "environment | 0 | 3  | PENDING | lost (no answer): will start again from the beginning",
                "environment | 2 | 11 | PAUSED  | lost (no answer): will resume from epoch 2",
                "environment | 2 | 12 | FAILED  | LOST: lost 12 times; the last reason: no answer",
                "environment | 3 | 12 | PAUSED  | reached epoch 3: paused",
            })
    void triesALostRunAgainAFewTimes(String cause, int saved, int tries, TrialState state, String reason) {
        StoredTrial trial = trial(saved);
        RunEnd end = cause.equals("executor")
                ? RunOutcomes.of(
                        new Event.RunEnded(KEY, 0, new JobOutcome.Lost("no answer")),
                        trial,
                        SPEC,
                        tries,
                        Optional.empty())
                : of(new RunResult.Failed(KEY, FailureKind.LOST, "no answer", ""), trial, tries);

        boolean reached = saved >= TARGET;
        boolean failed = state == TrialState.FAILED;
        assertThat(end.runState()).isEqualTo(reached ? RunState.REACHED : RunState.LOST);
        assertThat(end.trialState()).isEqualTo(state);
        assertThat(end.failure()).isEqualTo(failed ? Optional.of(FailureKind.LOST) : Optional.empty());
        assertThat(end.checkpoints()).isEmpty();
        assertThat(end.error().isEmpty()).isEqualTo(reached);
        assertThat(end.decision().reason()).isEqualTo(reason);
    }

    @Test
    void blamesTheEnvironmentIfTheWorkerDoes() {
        assertThat(RunOutcomes.isEnvironmentFailure(
                        new JobOutcome.Finished(new RunResult.Failed(KEY, FailureKind.LOST, "the disk is full", ""))))
                .isTrue();
        assertThat(RunOutcomes.isEnvironmentFailure(
                        new JobOutcome.Finished(new RunResult.Failed(KEY, FailureKind.TRAINER_ERROR, "a bug", ""))))
                .isFalse();
        assertThat(RunOutcomes.isEnvironmentFailure(
                        new JobOutcome.Finished(new RunResult.Reached(KEY, false, checkpoint(3)))))
                .isFalse();
        assertThat(RunOutcomes.isEnvironmentFailure(new JobOutcome.Lost("its executor was lost")))
                .isFalse();
    }

    private static RunEnd of(RunResult result, StoredTrial trial, int tries) {
        return RunOutcomes.of(
                new Event.RunEnded(KEY, 0, new JobOutcome.Finished(result)), trial, SPEC, tries, Optional.of("Ctrl-C"));
    }

    /** Without a checkpoint if the epoch is 0. */
    private static StoredTrial trial(int... checkpointEpochs) {
        return SampleRuns.trial(
                KEY.trial(),
                TrialState.RUNNING,
                TARGET,
                LearningCurve.of(0.1, 0.2, 0.3),
                IntStream.of(checkpointEpochs).filter(epoch -> epoch > 0).toArray());
    }

    private static Checkpoint checkpoint(int epoch) {
        return SampleRuns.checkpoint(KEY, epoch);
    }
}
