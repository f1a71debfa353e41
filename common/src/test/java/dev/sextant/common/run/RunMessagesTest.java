package dev.sextant.common.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunMessagesTest {
    private static final RunKey KEY = new RunKey(7, 3, 2, 1);
    private static final Checkpoint CHECKPOINT = new Checkpoint(9, "file:/checkpoints/3-9", "ab".repeat(32), 1234);
    private static final TreeMap<String, Double> METRICS = new TreeMap<>(Map.of("accuracy", 0.5, "loss", Double.NaN));

    static List<Serializable> messages() {
        return List.of(
                new RunReport.Started(KEY, "host", "1", "cpu", "onednn"),
                new RunReport.WentBack(KEY, 4, "the newest checkpoint is gone"),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, CHECKPOINT),
                new RunReport.EpochDone(KEY, 9, METRICS, 0.5, 12.5, Optional.of(CHECKPOINT)),
                new RunResult.Reached(KEY, true, CHECKPOINT),
                new RunResult.Stopped(KEY),
                new RunResult.Stopped(KEY, CHECKPOINT),
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
