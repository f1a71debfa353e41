package dev.sextant.coordinator.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Turns what happens in a study into documents. */
class StudyHookTest {
    private static final StudySpec SPEC = SampleStudy.spec("cars");
    private static final RunKey RUN = new RunKey(1, 3, 1, 1);

    private static StoredTrial trial(TrialState state, Optional<FailureKind> failure) {
        return new StoredTrial(
                new Trial(3, SampleStudy.DEFAULTS, state, 9, "asha", LearningCurve.EMPTY), 1, failure, RUN, List.of());
    }

    private static RunReport.EpochDone epoch(double accuracy) {
        return new RunReport.EpochDone(RUN, 2, new TreeMap<>(Map.of("accuracy", accuracy)), 0.5, List.of());
    }

    private static StudyProgress progress() {
        return new StudyProgress(
                SPEC,
                Map.of(TrialState.COMPLETED, 4, TrialState.FAILED, 1),
                Optional.of(3),
                0.75,
                20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(12),
                new TreeMap<>());
    }

    private interface Watched {
        void by(StudyHook hook);
    }

    /** Delivers what a hook is told, one event at a time, and then the end. */
    private static List<JsonNode> delivered(Watched watched) throws Exception {
        try (EventReceiver receiver = EventReceiver.answering(200)) {
            Duration timeout = Duration.ofMinutes(1);
            EventDelivery delivery = new EventDelivery(
                    EventTarget.of(receiver.address(), timeout),
                    message -> {
                        throw new AssertionError(message);
                    },
                    MonotonicClock.SYSTEM,
                    Duration.ZERO,
                    timeout);
            try (StudyHook hook = new StudyHook(SPEC, delivery)) {
                watched.by(hook);
            }
            return receiver.events();
        }
    }

    @Test
    void endNamesTheStateTheReasonAndTheBestTrial() throws Exception {
        JsonNode end = delivered(hook -> {
                    hook.progress(progress());
                    hook.end(new StudyOutcome(StudyState.COMPLETED, "the budget of 5 trials is spent"));
                })
                .get(0);

        assertThat(end.path("event").asText()).isEqualTo("study_ended");
        assertThat(end.path("text").asText())
                .isEqualTo("cars is completed: the budget of 5 trials is spent. Best accuracy: 0.75, trial 3");
        assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(end.path("trial").asInt()).isEqualTo(3);
        assertThat(end.path("value").asDouble()).isEqualTo(0.75);
        assertThat(end.path("trials").asInt()).isEqualTo(5);
        assertThat(end.path("failed_trials").asInt()).isEqualTo(1);
        assertThat(end.path("goal").asText()).isEqualTo("maximize");
    }

    @Test
    void coordinatorThatFailsSaysSoWithoutAState() throws Exception {
        JsonNode end = delivered(hook -> hook.end(new IllegalStateException("the executors are gone\nand more")))
                .get(0);

        assertThat(end.path("state").isNull()).isTrue();
        assertThat(end.path("value").isNull()).isTrue();
        assertThat(end.path("text").asText()).isEqualTo("cars: the coordinator failed: the executors are gone");
        assertThat(end.path("reason").asText()).isEqualTo("the executors are gone\nand more");
    }

    @Test
    void failedTrialIsToldWithItsConfigurationAndALostRunIsNot() throws Exception {
        try (EventReceiver receiver = EventReceiver.answering(200)) {
            try (StudyHook hook = StudyHook.to(receiver.address(), SPEC, message -> {})) {
                hook.ended(trial(TrialState.PAUSED, Optional.empty()), 0, RunState.LOST, "lost (executor 3)");
                hook.ended(
                        trial(TrialState.FAILED, Optional.of(FailureKind.DIVERGED)),
                        0,
                        RunState.FAILED,
                        "DIVERGED: accuracy is NaN\n" + "x".repeat(5000));
                await().until(() -> receiver.events().size() == 1);
                hook.end(new StudyOutcome(StudyState.PAUSED, "ada stops it"));
            }
            JsonNode failed = receiver.events().get(0);
            assertThat(failed.path("event").asText()).isEqualTo("trial_failed");
            assertThat(failed.path("text").asText()).isEqualTo("cars: trial 3 failed: DIVERGED: accuracy is NaN");
            assertThat(failed.path("failure").asText()).isEqualTo("DIVERGED");
            assertThat(failed.path("params").path("layers").asInt()).isEqualTo(1);
            assertThat(receiver.events()).hasSize(2);
        }
    }

    @Test
    void newBestIsToldWithItsConfigurationAndOtherEpochsAreNot() throws Exception {
        try (EventReceiver receiver = EventReceiver.answering(200)) {
            try (StudyHook hook = StudyHook.to(receiver.address(), SPEC, message -> {})) {
                hook.dispatched(trial(TrialState.RUNNING, Optional.empty()), 0, "first");
                hook.measured(epoch(0.4), false);
                hook.measured(epoch(0.5), true);
                await().until(() -> receiver.events().size() == 1);
                hook.end(new StudyOutcome(StudyState.PAUSED, "ada stops it"));
            }
            JsonNode best = receiver.events().get(0);
            assertThat(best.path("text").asText()).isEqualTo("cars: new best accuracy 0.5, trial 3 after epoch 2");
            assertThat(best.path("value").asDouble()).isEqualTo(0.5);
            assertThat(best.path("params").path("learning_rate").asDouble()).isEqualTo(0.001);
            assertThat(receiver.events()).hasSize(2);
        }
    }
}
