package dev.sextant.common.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunMessagesTest {
    private static final RunKey KEY = new RunKey(7, 3, 2, 1);
    private static final Checkpoint CHECKPOINT = new Checkpoint(9, "file:/checkpoints/3-9", "ab".repeat(32), 1234);
    private static final Checkpoint BEST = new Checkpoint(7, "file:/checkpoints/3-7", "cd".repeat(32), 1234);
    private static final TreeMap<String, Double> METRICS = new TreeMap<>(Map.of("accuracy", 0.5, "loss", Double.NaN));

    private static final Objective OBJECTIVE = new Objective(
            "accuracy",
            Goal.MAXIMIZE,
            List.of(new Objective.Constraint("size", Objective.Constraint.Side.AT_MOST, 10)));
    private static final RunOrder ORDER = order(
            LearningCurve.of(List.of(new EpochValue(0.5, List.of(-0.1)), new EpochValue(Double.NaN, List.of(0.2)))));

    private static RunOrder order(LearningCurve curve) {
        return new RunOrder(
                KEY,
                "cars",
                "curve-table",
                1,
                new TreeMap<>(Map.of("layers", 2L)),
                42,
                OBJECTIVE,
                curve,
                List.of(new Checkpoint(2, "file:/checkpoints/3-2", "ab".repeat(32), 1234)),
                3,
                9,
                List.of(1, 3, 9),
                "file:/checkpoints",
                Duration.ofSeconds(30),
                1);
    }

    @Test
    void anOrderKnowsTheEpochsOfItsCheckpoints() {
        assertThatThrownBy(() -> order(LearningCurve.of(0.5)))
                .hasMessage("Checkpoint of epoch 2 of trial 3 run 2 attempt 1 is beyond the 1 recorded epochs");
    }

    static List<Serializable> messages() {
        return List.of(
                new RunReport.Started(KEY, "host", "1", "cpu", "onednn"),
                new RunReport.WentBack(KEY, 4, "the newest checkpoint is gone"),
                new RunReport.MetricsDropped(KEY, 20_000, 100),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, CHECKPOINT),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, List.of(BEST, CHECKPOINT)),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, 12.5, List.of(CHECKPOINT)),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, 0, List.of(), List.of(new LogPart(80, "epoch 9\n"))),
                new RunReport.Logged(KEY, List.of(new LogPart(0, "no data\n"))),
                new RunResult.Reached(KEY, true, CHECKPOINT),
                new RunResult.Stopped(KEY),
                new RunResult.Stopped(KEY, List.of(BEST, CHECKPOINT)),
                ORDER,
                new RunResult.Failed(KEY, FailureKind.DIVERGED, "the loss is NaN", ""));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void arriveAsTheyWereSent(Serializable message) throws Exception {
        assertThat(deserialized(serialized(message))).isEqualTo(message);
    }

    private static byte[] serialized(Serializable message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(message);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
